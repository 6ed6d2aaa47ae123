export type Command = 'build' | 'deploy' | 'rollback';

/** One input of the runner: one variable, and one flag unless it is a secret. */
export interface Variable {
  readonly name: string;
  /** Without the dashes. Secrets have none: a command line can be read by every process of the machine. */
  readonly flag?: string;
  /** Where Terraform holds the value; only the eleven variables of the contract have one. */
  readonly terraformOutput?: string;
  /** One sentence, for `--help` and the README. */
  readonly description: string;
  readonly commands: readonly Command[];
  readonly type: 'string' | 'boolean';
  readonly choices?: readonly string[];
  readonly required: boolean;
  /** What to do when it is missing, where that is not simply to set it. */
  readonly whenMissing?: string;
  /** What the runner takes when nothing is given. A flag must not carry it itself, or it would beat the variable. */
  readonly default?: string;
  readonly secret: boolean;
}

export const engines = ['auto', 'docker', 'podman'] as const;
export const switchPositions = ['on', 'off'] as const;

const every: readonly Command[] = ['build', 'deploy', 'rollback'];
const text = { type: 'string', required: false, secret: false } as const;
const required = { ...text, required: true } as const;
const secret = { ...text, secret: true } as const;

const table = [
  {
    ...required,
    name: 'REPOSITORY_URL',
    flag: 'repository-url',
    terraformOutput: 'aws_ecr_repository_url',
    description: 'ECR repository that stores the image.',
    commands: ['build', 'deploy'],
  },
  {
    ...text,
    name: 'REPOSITORY_NAME',
    flag: 'repository-name',
    terraformOutput: 'aws_ecr_repository_name',
    description: 'Local name of the image being built; by default the repository part of REPOSITORY_URL.',
    commands: ['build'],
  },
  {
    ...required,
    name: 'DOCKER_TAG',
    flag: 'docker-tag',
    terraformOutput: 'docker_tag',
    description:
      'Tag of the image; the template makes it $CI_COMMIT_SHA, so leave it out of the CI/CD settings.',
    whenMissing: 'leave it to the template, which takes $CI_COMMIT_SHA, or pass --docker-tag',
    commands: ['build', 'deploy'],
  },
  {
    ...required,
    name: 'DOCKER_BUILD_CONTEXT',
    flag: 'docker-build-context',
    terraformOutput: 'docker_build_context',
    description: 'Folder with the Dockerfile, relative to the project root.',
    commands: ['build'],
  },
  {
    ...required,
    name: 'TASK_FAMILY',
    flag: 'task-family',
    terraformOutput: 'aws_ecs_task_definition_family',
    description: 'ECS task definition family.',
    commands: ['deploy'],
  },
  {
    ...required,
    name: 'SERVICE_NAME',
    flag: 'service-name',
    terraformOutput: 'aws_ecs_service_name',
    description: 'ECS service, by name or ARN.',
    commands: ['deploy', 'rollback'],
  },
  {
    ...required,
    name: 'CLUSTER_NAME',
    flag: 'cluster-name',
    terraformOutput: 'cluster_name',
    description: 'ECS cluster, by name or ARN.',
    commands: ['deploy', 'rollback'],
  },
  {
    ...required,
    name: 'STAGE',
    flag: 'stage',
    terraformOutput: 'stage',
    description: 'Environment, such as staging or production; the job sets it, and it names the log streams.',
    whenMissing: 'write "variables: { STAGE: staging }" in the job, or pass --stage',
    commands: ['deploy'],
  },
  {
    ...required,
    name: 'AWS_DEFAULT_REGION',
    flag: 'aws-default-region',
    terraformOutput: 'aws_default_region',
    description: 'Region of the service.',
    commands: every,
  },
  {
    ...secret,
    name: 'AWS_ACCESS_KEY_ID',
    terraformOutput: 'aws_access_key_id',
    description: "ID of the CI/CD IAM user's access key; not needed with ECS_CD_ROLE_ARN.",
    commands: every,
  },
  {
    ...secret,
    name: 'AWS_SECRET_ACCESS_KEY',
    terraformOutput: 'aws_secret_access_key',
    description: "The CI/CD IAM user's secret access key; not needed with ECS_CD_ROLE_ARN.",
    commands: every,
  },
  {
    ...secret,
    name: 'AWS_SESSION_TOKEN',
    description: 'Session token that belongs to a temporary access key.',
    commands: every,
  },
  {
    ...text,
    name: 'ECS_CD_ROLE_ARN',
    flag: 'role-arn',
    description: "IAM role to assume with the job's ID token, instead of access keys.",
    commands: every,
  },
  {
    ...secret,
    name: 'ECS_CD_ID_TOKEN',
    description: 'GitLab ID token for ECS_CD_ROLE_ARN, from the id_tokens of the job.',
    commands: every,
  },
  {
    ...text,
    name: 'ECS_CD_CONTAINER',
    flag: 'container',
    description: 'Container that gets the image; by default the one whose image comes from REPOSITORY_URL.',
    commands: ['deploy'],
  },
  {
    ...text,
    name: 'ECS_CD_TIMEOUT',
    flag: 'timeout',
    description: 'How long a deployment may take, such as 90s, 15m or 1h30m.',
    commands: ['deploy', 'rollback'],
    default: '15m',
  },
  {
    ...text,
    name: 'ECS_CD_ROLLBACK',
    flag: 'rollback',
    description: 'Whether a failed deployment is put back to the previous revision.',
    commands: ['deploy'],
    choices: switchPositions,
    default: 'on',
  },
  {
    ...text,
    name: 'ECS_CD_TO',
    flag: 'to',
    description:
      'Revision to go back to, as FAMILY:REVISION; by default the last one that was deployed well.',
    commands: ['rollback'],
  },
  {
    ...text,
    name: 'ECS_CD_ENGINE',
    flag: 'engine',
    description: 'Container engine that builds the image; auto takes the first one that answers.',
    commands: ['build'],
    choices: engines,
    default: 'auto',
  },
  {
    ...text,
    name: 'ECS_CD_REBUILD',
    flag: 'rebuild',
    description: 'Builds and pushes even when ECR already holds the image of this commit.',
    commands: ['build'],
    type: 'boolean',
    default: 'false',
  },
  {
    ...text,
    name: 'ECS_CD_ENVIRONMENT_URL',
    flag: 'environment-url',
    description: 'Address of the environment, handed on to GitLab.',
    commands: ['deploy'],
  },
  {
    ...text,
    name: 'ECS_CD_DOTENV',
    flag: 'dotenv',
    description: 'File for the outputs of the job, relative to the project root.',
    commands: every,
    default: 'ecs-cd.env',
  },
] as const satisfies readonly Variable[];

export type VariableName = (typeof table)[number]['name'];

/** Every variable that the runner reads, in the order in which people fill them in. The only list of them. */
export const variables: readonly (Variable & { readonly name: VariableName })[] = table;

const variableByName = new Map<VariableName, Variable>(table.map((variable) => [variable.name, variable]));

export function variableOf(name: VariableName): Variable {
  const variable = variableByName.get(name);
  if (!variable) throw new Error(`no variable ${name} in the table`);
  return variable;
}
