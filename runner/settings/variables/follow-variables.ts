import { proven } from './proof-variables';
import { atGate, following, release, switchPositions, variable } from './variable';

export const rolloutPoints = ['completed', 'baking'] as const;
export const pausePolicies = ['end', 'wait'] as const;

/** The rows of the table that say which deployment is followed, and until when. */
export const followVariables = [
  variable(
    'ECS_CD_TIMEOUT',
    following,
    'How long ECS may work on a deployment, such as 90s or 15m; bakes, steps and drains do not count.',
    { default: '15m' },
  ),
  variable(
    'ECS_CD_WAIT_UNTIL',
    release,
    'Until when a deployment is followed: completed, or baking, while ECS may still take it back.',
    { choices: rolloutPoints, default: 'completed' },
  ),
  variable(
    'ECS_CD_ON_PAUSE',
    following,
    'A deployment that a pause hook holds: end the job as paused, for a continue or reject job, or wait.',
    { choices: pausePolicies, default: 'end' },
  ),
  variable(
    'ECS_CD_FAIL_FAST',
    proven,
    'Whether a deployment that cannot succeed any more is stopped at once, not left to ECS.',
    { choices: switchPositions, default: 'on' },
  ),
  variable(
    'ECS_CD_LOG_LINES',
    [...following, 'run-task'],
    'How many of the last log lines of a failed container the job log shows; 0 shows none.',
    { default: '20' },
  ),
  variable(
    'ECS_CD_DEPLOYMENT_ID',
    ['follow'],
    'Deployment to follow, from the dotenv of the deploy job; by default the one of this image.',
  ),
  variable(
    'ECS_CD_DEPLOYMENT',
    atGate,
    'ARN of the service deployment that is paused, from the dotenv; by default that of this image.',
  ),
] as const;

/** The rows of the table that say which revision a service gets, and what else. */
export const rollbackVariables = [
  variable(
    'ECS_CD_SCHEDULES',
    ['deploy', 'plan', 'rollback', 'iam-policy'],
    'EventBridge schedules and rules (NAME, GROUP/NAME, ARN) that get the revision once it is verified.',
  ),
  variable(
    'ECS_CD_TO',
    [...release, 'rollback'],
    'FAMILY:REVISION to deploy as it is, or to go back to; by default a new one, or the last good one.',
  ),
  variable(
    'ECS_CD_AGAIN',
    ['rollback'],
    'Registers the revision to go back to once more, as it was, if it has been deregistered.',
    { type: 'boolean', default: 'false' },
  ),
] as const;
