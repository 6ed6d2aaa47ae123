import { type Command, ofDeployment, variable } from './variable';

/** The commands that ask more of a release than that it serves. */
export const proven: readonly Command[] = ['deploy', ...ofDeployment];

/** The rows of the table that say what a release has to show once it serves. */
export const proofVariables = [
  variable(
    'ECS_CD_HEALTH_CHECK_URL',
    proven,
    'Address that must answer after a deployment, or the deployment has failed.',
  ),
  variable(
    'ECS_CD_HEALTH_CHECK_STATUS',
    proven,
    'HTTP status that ECS_CD_HEALTH_CHECK_URL must answer with, or a range such as 200-399.',
    { default: '200' },
  ),
  variable(
    'ECS_CD_HEALTH_CHECK_TIMEOUT',
    proven,
    'Time after the deployment by which ECS_CD_HEALTH_CHECK_URL must have answered so.',
    { default: '1m' },
  ),
  variable(
    'ECS_CD_HEALTH_CHECK_COUNT',
    proven,
    'How many times in a row ECS_CD_HEALTH_CHECK_URL must answer so.',
    { default: '3' },
  ),
  variable(
    'ECS_CD_BAKE_TIME',
    ['deploy'],
    'How long the release must go on serving after that, such as 10m, before it is a success.',
    { default: '0s' },
  ),
] as const;
