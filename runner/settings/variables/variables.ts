import { imageVariables } from './build-variables';
import { byHandVariables } from './by-hand-variables';
import { releaseVariables } from './release-variables';
import {
  atGate,
  awsCommands,
  ofImage,
  onService,
  release,
  rows,
  switchPositions,
  type Variable,
} from './variable';

const table = {
  ...rows(['build', 'scan', ...onService, 'iam-policy'], {
    REPOSITORY_URL: [
      'ECR repository that stores the image.',
      { required: true, optionalFor: ['rollback'], terraformOutput: 'aws_ecr_repository_url' },
    ],
  }),
  ...rows(['build'], {
    REPOSITORY_NAME: [
      'Local name of the image being built; by default the repository part of REPOSITORY_URL.',
      { terraformOutput: 'aws_ecr_repository_name' },
    ],
  }),
  ...rows(['build', 'scan', ...ofImage], {
    DOCKER_TAG: [
      'Tag of the image; the template makes it $CI_COMMIT_SHA, so leave it out of the CI/CD settings.',
      {
        required: true,
        terraformOutput: 'docker_tag',
        whenMissing: 'leave it to the template, which takes $CI_COMMIT_SHA, or pass --docker-tag',
      },
    ],
  }),
  ...rows(['build', 'scan'], {
    DOCKER_BUILD_CONTEXT: [
      'Folder with the Dockerfile, relative to the project root.',
      { required: true, optionalFor: ['scan'], terraformOutput: 'docker_build_context' },
    ],
  }),
  ...rows([...ofImage, 'iam-policy'], {
    TASK_FAMILY: [
      'ECS task definition family; several with commas, one for each service.',
      { required: true, terraformOutput: 'aws_ecs_task_definition_family' },
    ],
  }),
  ...rows([...onService, 'run-task', 'status', 'iam-policy'], {
    SERVICE_NAME: [
      'ECS service, by name or ARN; or several (`web,api`), of which run-task takes the first.',
      { required: true, terraformOutput: 'aws_ecs_service_name' },
    ],
    CLUSTER_NAME: ['ECS cluster, by name or ARN.', { required: true, terraformOutput: 'cluster_name' }],
  }),
  ...rows([...ofImage, 'status', 'adopt'], {
    STAGE: [
      'Environment, such as staging or production; the job sets it, and it names the log streams.',
      {
        required: true,
        optionalFor: ['status', 'adopt'],
        terraformOutput: 'stage',
        whenMissing: 'write "variables: { STAGE: staging }" in the job, or pass --stage',
      },
    ],
  }),
  ...rows([...awsCommands, 'iam-policy', 'adopt'], {
    AWS_DEFAULT_REGION: [
      'Region of the service.',
      { required: true, optionalFor: ['adopt'], terraformOutput: 'aws_default_region' },
    ],
  }),
  ...rows(awsCommands, {
    AWS_ACCESS_KEY_ID: [
      "ID of the CI/CD IAM user's access key; not needed with ECS_CD_ROLE_ARN.",
      { terraformOutput: 'aws_access_key_id', secret: true },
    ],
    AWS_SECRET_ACCESS_KEY: [
      "The CI/CD IAM user's secret access key; not needed with ECS_CD_ROLE_ARN.",
      { terraformOutput: 'aws_secret_access_key', secret: true },
    ],
    AWS_SESSION_TOKEN: ['Session token that belongs to a temporary access key.', { secret: true }],
  }),
  ...rows([...awsCommands, 'iam-policy'], {
    ECS_CD_ROLE_ARN: "IAM role to assume with the job's ID token, instead of access keys.",
  }),
  ...rows(['plan'], {
    ECS_CD_PLAN_ROLE_ARN:
      'IAM role that a plan assumes in place of ECS_CD_ROLE_ARN, such as one that can only read.',
  }),
  ...rows(awsCommands, {
    ECS_CD_ID_TOKEN: [
      'GitLab ID token for ECS_CD_ROLE_ARN, from the id_tokens of the job.',
      { secret: true },
    ],
  }),
  ...rows([...awsCommands, 'iam-policy'], {
    ECS_CD_CHAINED_ROLE_ARN:
      'IAM role, mostly of another account, to assume with the credentials that are given.',
    ECS_CD_CHAINED_ROLE_EXTERNAL_ID: 'External ID that the trust policy of ECS_CD_CHAINED_ROLE_ARN asks for.',
  }),
  ...rows(ofImage, {
    ECS_CD_CONTAINER:
      'Containers for the image (`api,worker`); by default all that run one image of REPOSITORY_URL.',
  }),
  ...rows(release, {
    ECS_CD_TASK_DEFINITION_FILE:
      'Task definition in the project (JSON or YAML), taken in place of the latest revision.',
    ECS_CD_ENV_NAME: [
      'Environment variable NAME of the containers that get the image; an empty one is removed.',
      { prefix: 'ECS_CD_ENV_' },
    ],
    ECS_CD_SECRET_NAME: [
      'Secret NAME of these containers, by ARN or parameter name; an empty one is removed.',
      { prefix: 'ECS_CD_SECRET_' },
    ],
    ECS_CD_CPU: 'CPU of the task, such as 512 or 0.5 vCPU; by default as it is.',
    ECS_CD_MEMORY: 'Memory of the task, such as 1024 (MiB) or 1 GB; by default as it is.',
  }),
  ...rows(['deploy', 'iam-policy'], {
    ECS_CD_KEEP_REVISIONS:
      'Deregisters unused revisions older than the newest N, once a release is verified.',
  }),
  ...rows([...onService, 'run-task', 'iam-policy'], {
    ECS_CD_ACCOUNT_ID:
      'AWS account that may be changed, any other is refused; iam-policy needs it without ARNs.',
  }),
  ...rows(release, {
    ECS_CD_PREFLIGHT: [
      'Whether preflight checks run before a change.',
      { choices: switchPositions, default: 'on' },
    ],
    ECS_CD_IN_PROGRESS: [
      'A deployment in progress: supersede it, wait for it, or refuse.',
      { choices: ['supersede', 'wait', 'refuse'], default: 'supersede' },
    ],
  }),
  ...releaseVariables,
  ...imageVariables,
  ...rows(['deploy', ...atGate, 'rollback'], {
    ECS_CD_ENVIRONMENT_URL:
      'Address of the environment, for GitLab; by default the one that the load balancer shows.',
  }),
  ...rows(['plan'], {
    ECS_CD_PLAN_FILE: [
      'File for the plan as JSON, relative to the project root.',
      { default: 'ecs-cd-plan.json' },
    ],
  }),
  ...rows(awsCommands, {
    ECS_CD_DOTENV: [
      'File for the outputs of the job, relative to the project root.',
      { default: 'ecs-cd.env' },
    ],
  }),
  ...rows(['build'], {
    ECS_CD_ALSO_TAG: 'More tags for the image that is built, with commas between them, such as latest.',
  }),
  ...rows([...onService, 'iam-policy'], {
    ECS_CD_LIVE_TAG: 'Tag that the image which serves gets once it is verified, such as live-$STAGE.',
  }),
  ...rows(['build', 'iam-policy'], {
    ECS_CD_CREATE_REPOSITORY: [
      'Whether the build creates a missing repository: immutable tags, scans, a lifecycle policy.',
      { choices: switchPositions, default: 'off' },
    ],
    ECS_CD_KMS_KEY_ARN:
      'KMS key of a repository that is created; by default ECR encrypts with a key of its own.',
    ECS_CD_SIGNING_PROFILE_ARN:
      "Signing profile of ECR's managed signing: the build waits for its signature and tells a failure.",
  }),
  ...byHandVariables,
};

export type VariableName = keyof typeof table;
/** The words that a variable takes. */
export type ChoiceOf<Name extends VariableName> = NonNullable<(typeof table)[Name]['choices']>[number];

/** Every variable that the runner reads, in the order in which people fill them in. The only list of them. */
export const variables: readonly (Variable & { readonly name: VariableName })[] = Object.values(table);

export const variableOf = (name: VariableName): Variable => table[name];
