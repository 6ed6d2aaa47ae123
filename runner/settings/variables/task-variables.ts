import { release, variable } from './variable';

/** The rows of the table that change what is in a revision beside its image. */
export const taskVariables = [
  variable(
    'ECS_CD_TASK_DEFINITION_FILE',
    release,
    'Task definition in the project (JSON or YAML), taken in place of the latest revision.',
  ),
  variable(
    'ECS_CD_ENV_NAME',
    release,
    'Environment variable NAME of the containers that get the image; an empty one is removed.',
    { prefix: 'ECS_CD_ENV_' },
  ),
  variable(
    'ECS_CD_SECRET_NAME',
    release,
    'Secret NAME of these containers, by ARN or parameter name; an empty one is removed.',
    { prefix: 'ECS_CD_SECRET_' },
  ),
  variable('ECS_CD_CPU', release, 'CPU of the task, such as 512 or 0.5 vCPU; by default as it is.'),
  variable('ECS_CD_MEMORY', release, 'Memory of the task, such as 1024 (MiB) or 1 GB; by default as it is.'),
] as const;
