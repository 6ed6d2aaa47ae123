import { adoptVariables } from './adopt-variables';
import { buildVariables } from './build-variables';
import { byHandVariables } from './by-hand-variables';
import { followVariables, rollbackVariables } from './follow-variables';
import { iamPolicyVariables } from './iam-policy-variables';
import { proofVariables } from './proof-variables';
import { registryVariables } from './registry-variables';
import { runVariables } from './run-variables';
import { scanVariables } from './scan-variables';
import { severalVariables } from './several-variables';
import { taskVariables } from './task-variables';
import {
  atGate,
  awsCommands as every,
  ofImage,
  onService,
  release,
  switchPositions,
  variable,
  type Variable,
} from './variable';

export const engines = ['auto', 'docker', 'podman'] as const;
export const inProgressPolicies = ['supersede', 'wait', 'refuse'] as const;

const table = [
  variable(
    'REPOSITORY_URL',
    ['build', 'scan', ...ofImage, 'rollback', 'iam-policy'],
    'ECR repository that stores the image.',
    { required: true, optionalFor: 'rollback', terraformOutput: 'aws_ecr_repository_url' },
  ),
  variable(
    'REPOSITORY_NAME',
    ['build'],
    'Local name of the image being built; by default the repository part of REPOSITORY_URL.',
    { terraformOutput: 'aws_ecr_repository_name' },
  ),
  variable(
    'DOCKER_TAG',
    ['build', 'scan', ...ofImage],
    'Tag of the image; the template makes it $CI_COMMIT_SHA, so leave it out of the CI/CD settings.',
    {
      required: true,
      terraformOutput: 'docker_tag',
      whenMissing: 'leave it to the template, which takes $CI_COMMIT_SHA, or pass --docker-tag',
    },
  ),
  variable(
    'DOCKER_BUILD_CONTEXT',
    ['build', 'scan'],
    'Folder with the Dockerfile, relative to the project root.',
    { required: true, optionalFor: 'scan', terraformOutput: 'docker_build_context' },
  ),
  variable(
    'TASK_FAMILY',
    [...ofImage, 'iam-policy'],
    'ECS task definition family; several with commas, one for each service.',
    {
      required: true,
      terraformOutput: 'aws_ecs_task_definition_family',
    },
  ),
  variable(
    'SERVICE_NAME',
    [...onService, 'run-task', 'iam-policy'],
    'ECS service, by name or ARN; with commas deploy releases several, run-task takes the first.',
    {
      required: true,
      terraformOutput: 'aws_ecs_service_name',
    },
  ),
  variable('CLUSTER_NAME', [...onService, 'run-task', 'iam-policy'], 'ECS cluster, by name or ARN.', {
    required: true,
    terraformOutput: 'cluster_name',
  }),
  variable(
    'STAGE',
    ofImage,
    'Environment, such as staging or production; the job sets it, and it names the log streams.',
    {
      required: true,
      terraformOutput: 'stage',
      whenMissing: 'write "variables: { STAGE: staging }" in the job, or pass --stage',
    },
  ),
  variable('AWS_DEFAULT_REGION', [...every, 'iam-policy'], 'Region of the service.', {
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
  variable(
    'ECS_CD_ROLE_ARN',
    [...every, 'iam-policy'],
    "IAM role to assume with the job's ID token, instead of access keys.",
  ),
  variable(
    'ECS_CD_PLAN_ROLE_ARN',
    ['plan'],
    'IAM role that a plan assumes in place of ECS_CD_ROLE_ARN, such as one that can only read.',
  ),
  variable('ECS_CD_ID_TOKEN', every, 'GitLab ID token for ECS_CD_ROLE_ARN, from the id_tokens of the job.', {
    secret: true,
  }),
  variable(
    'ECS_CD_CHAINED_ROLE_ARN',
    [...every, 'iam-policy'],
    'IAM role, mostly of another account, to assume with the credentials that are given.',
  ),
  variable(
    'ECS_CD_CHAINED_ROLE_EXTERNAL_ID',
    [...every, 'iam-policy'],
    'External ID that the trust policy of ECS_CD_CHAINED_ROLE_ARN asks for.',
  ),
  variable(
    'ECS_CD_CONTAINER',
    ofImage,
    'Containers for the image (`api,worker`); by default all that run one image of REPOSITORY_URL.',
  ),
  ...taskVariables,
  variable(
    'ECS_CD_ACCOUNT_ID',
    [...onService, 'run-task', 'iam-policy'],
    'Account that the service must be in, or nothing is changed; iam-policy needs it without ARNs.',
  ),
  variable('ECS_CD_PREFLIGHT', release, 'Whether the surroundings are looked at before a change.', {
    choices: switchPositions,
    default: 'on',
  }),
  variable('ECS_CD_IN_PROGRESS', release, 'A deployment in progress: supersede it, wait for it, or refuse.', {
    choices: inProgressPolicies,
    default: 'supersede',
  }),
  ...followVariables,
  variable('ECS_CD_ROLLBACK', ofImage, 'Whether a failed deployment is put back to the previous revision.', {
    choices: switchPositions,
    default: 'on',
  }),
  ...proofVariables,
  ...severalVariables,
  ...rollbackVariables,
  ...runVariables,
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
  variable(
    'ECS_CD_BUILD_CACHE',
    ['build'],
    "Whether BuildKit's cache is kept in the repository, under the tag build-cache.",
    { choices: switchPositions, default: 'off' },
  ),
  ...buildVariables,
  ...scanVariables,
  variable(
    'ECS_CD_ENVIRONMENT_URL',
    ['deploy', ...atGate],
    'Address of the environment, handed on to GitLab.',
  ),
  variable('ECS_CD_PLAN_FILE', ['plan'], 'File for the plan as JSON, relative to the project root.', {
    default: 'ecs-cd-plan.json',
  }),
  variable('ECS_CD_DOTENV', every, 'File for the outputs of the job, relative to the project root.', {
    default: 'ecs-cd.env',
  }),
  ...registryVariables,
  ...byHandVariables,
  ...adoptVariables,
  ...iamPolicyVariables,
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
