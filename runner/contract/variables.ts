export type Command = 'build' | 'deploy' | 'rollback' | 'plan';

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
export const inProgressPolicies = ['supersede', 'wait', 'refuse'] as const;

const every: readonly Command[] = ['build', 'deploy', 'rollback', 'plan'];
const onService: readonly Command[] = ['deploy', 'rollback', 'plan'];
const release: readonly Command[] = ['deploy', 'plan'];

type More = Partial<Omit<Variable, 'name' | 'flag' | 'commands' | 'description'>>;

/** A row of the table. A flag is named like its variable. */
function variable<Name extends string>(
  name: Name,
  commands: readonly Command[],
  description: string,
  more: More = {},
): Variable & { readonly name: Name } {
  const flag = name
    .replace(/^ECS_CD_/, '')
    .toLowerCase()
    .replaceAll('_', '-');
  return {
    ...{ name, commands, description, type: 'string', required: false, secret: false },
    ...(more.secret ? {} : { flag }),
    ...more,
  };
}

const table = [
  variable('REPOSITORY_URL', ['build', 'deploy', 'plan'], 'ECR repository that stores the image.', {
    required: true,
    terraformOutput: 'aws_ecr_repository_url',
  }),
  variable(
    'REPOSITORY_NAME',
    ['build'],
    'Local name of the image being built; by default the repository part of REPOSITORY_URL.',
    { terraformOutput: 'aws_ecr_repository_name' },
  ),
  variable(
    'DOCKER_TAG',
    ['build', 'deploy', 'plan'],
    'Tag of the image; the template makes it $CI_COMMIT_SHA, so leave it out of the CI/CD settings.',
    {
      required: true,
      terraformOutput: 'docker_tag',
      whenMissing: 'leave it to the template, which takes $CI_COMMIT_SHA, or pass --docker-tag',
    },
  ),
  variable('DOCKER_BUILD_CONTEXT', ['build'], 'Folder with the Dockerfile, relative to the project root.', {
    required: true,
    terraformOutput: 'docker_build_context',
  }),
  variable('TASK_FAMILY', release, 'ECS task definition family.', {
    required: true,
    terraformOutput: 'aws_ecs_task_definition_family',
  }),
  variable('SERVICE_NAME', onService, 'ECS service, by name or ARN.', {
    required: true,
    terraformOutput: 'aws_ecs_service_name',
  }),
  variable('CLUSTER_NAME', onService, 'ECS cluster, by name or ARN.', {
    required: true,
    terraformOutput: 'cluster_name',
  }),
  variable(
    'STAGE',
    release,
    'Environment, such as staging or production; the job sets it, and it names the log streams.',
    {
      required: true,
      terraformOutput: 'stage',
      whenMissing: 'write "variables: { STAGE: staging }" in the job, or pass --stage',
    },
  ),
  variable('AWS_DEFAULT_REGION', every, 'Region of the service.', {
    required: true,
    terraformOutput: 'aws_default_region',
  }),
  variable(
    'AWS_ACCESS_KEY_ID',
    every,
    "ID of the CI/CD IAM user's access key; not needed with ECS_CD_ROLE_ARN.",
    { secret: true, terraformOutput: 'aws_access_key_id' },
  ),
  variable(
    'AWS_SECRET_ACCESS_KEY',
    every,
    "The CI/CD IAM user's secret access key; not needed with ECS_CD_ROLE_ARN.",
    { secret: true, terraformOutput: 'aws_secret_access_key' },
  ),
  variable('AWS_SESSION_TOKEN', every, 'Session token that belongs to a temporary access key.', {
    secret: true,
  }),
  variable('ECS_CD_ROLE_ARN', every, "IAM role to assume with the job's ID token, instead of access keys."),
  variable('ECS_CD_ID_TOKEN', every, 'GitLab ID token for ECS_CD_ROLE_ARN, from the id_tokens of the job.', {
    secret: true,
  }),
  variable('ECS_CD_CONTAINER', release, 'Container for the image; by default the one from REPOSITORY_URL.'),
  variable('ECS_CD_ACCOUNT_ID', onService, 'Account that the service must be in, or nothing is changed.'),
  variable('ECS_CD_PREFLIGHT', release, 'Whether the surroundings are looked at before a change.', {
    choices: switchPositions,
    default: 'on',
  }),
  variable('ECS_CD_IN_PROGRESS', release, 'A deployment in progress: supersede it, wait for it, or refuse.', {
    choices: inProgressPolicies,
    default: 'supersede',
  }),
  variable(
    'ECS_CD_TIMEOUT',
    ['deploy', 'rollback'],
    'How long a deployment may take, such as 90s, 15m or 1h30m.',
    { default: '15m' },
  ),
  variable('ECS_CD_ROLLBACK', release, 'Whether a failed deployment is put back to the previous revision.', {
    choices: switchPositions,
    default: 'on',
  }),
  variable(
    'ECS_CD_FAIL_FAST',
    ['deploy'],
    'Whether a deployment that cannot succeed any more is stopped at once, not left to ECS.',
    { choices: switchPositions, default: 'on' },
  ),
  variable(
    'ECS_CD_LOG_LINES',
    ['deploy', 'rollback'],
    'How many of the last log lines of a failed container the job log shows; 0 shows none.',
    { default: '20' },
  ),
  variable(
    'ECS_CD_HEALTH_CHECK_URL',
    ['deploy'],
    'Address that must answer after a deployment, or the deployment has failed.',
  ),
  variable(
    'ECS_CD_HEALTH_CHECK_STATUS',
    ['deploy'],
    'HTTP status that ECS_CD_HEALTH_CHECK_URL must answer with, or a range such as 200-399.',
    { default: '200' },
  ),
  variable(
    'ECS_CD_HEALTH_CHECK_TIMEOUT',
    ['deploy'],
    'Time after the deployment by which ECS_CD_HEALTH_CHECK_URL must have answered so.',
    { default: '1m' },
  ),
  variable(
    'ECS_CD_HEALTH_CHECK_COUNT',
    ['deploy'],
    'How many times in a row ECS_CD_HEALTH_CHECK_URL must answer so.',
    { default: '3' },
  ),
  variable(
    'ECS_CD_BAKE_TIME',
    ['deploy'],
    'How long the release must go on serving after that, such as 10m, before it is a success.',
    { default: '0s' },
  ),
  variable(
    'ECS_CD_TO',
    ['rollback'],
    'Revision to go back to, as FAMILY:REVISION; by default the last one that was deployed well.',
  ),
  variable(
    'ECS_CD_ENGINE',
    ['build'],
    'Container engine that builds the image; auto takes the first one that answers.',
    { choices: engines, default: 'auto' },
  ),
  variable(
    'ECS_CD_REBUILD',
    ['build'],
    'Builds and pushes even when ECR already holds the image of this commit.',
    { type: 'boolean', default: 'false' },
  ),
  variable('ECS_CD_ENVIRONMENT_URL', ['deploy'], 'Address of the environment, handed on to GitLab.'),
  variable('ECS_CD_PLAN_FILE', ['plan'], 'File for the plan as JSON, relative to the project root.', {
    default: 'ecs-cd-plan.json',
  }),
  variable('ECS_CD_DOTENV', every, 'File for the outputs of the job, relative to the project root.', {
    default: 'ecs-cd.env',
  }),
] as const;

export type VariableName = (typeof table)[number]['name'];

/** Every variable that the runner reads, in the order in which people fill them in. The only list of them. */
export const variables: readonly (Variable & { readonly name: VariableName })[] = table;

const variableByName = new Map<VariableName, Variable>(table.map((variable) => [variable.name, variable]));

export function variableOf(name: VariableName): Variable {
  const variable = variableByName.get(name);
  if (!variable) throw new Error(`no variable ${name} in the table`);
  return variable;
}
