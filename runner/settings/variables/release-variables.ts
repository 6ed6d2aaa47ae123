import { atGate, following, ofImage, onService, proven, release, rows, switchPositions } from './variable';

/** The rows of the table that say how a deployment is followed, what it has to show, what goes back and what runs beside it. */
export const releaseVariables = {
  ...rows(following, {
    ECS_CD_TIMEOUT: [
      'How long ECS may work on a deployment, such as 90s or 15m; bakes, steps and drains do not count.',
      { default: '15m' },
    ],
  }),
  ...rows(release, {
    ECS_CD_WAIT_UNTIL: [
      'Until when a deployment is followed: completed, or baking, while ECS may still take it back.',
      { choices: ['completed', 'baking'], default: 'completed' },
    ],
  }),
  ...rows(following, {
    ECS_CD_ON_PAUSE: [
      'A deployment that a pause hook holds: end the job as paused, for a continue or reject job, or wait.',
      { choices: ['end', 'wait'], default: 'end' },
    ],
  }),
  ...rows(proven, {
    ECS_CD_FAIL_FAST: [
      'Whether a deployment that cannot succeed any more is stopped at once, not left to ECS.',
      { choices: switchPositions, default: 'on' },
    ],
  }),
  ...rows([...following, 'run-task'], {
    ECS_CD_LOG_LINES: [
      'How many of the last log lines of a failed container the job log shows; 0 shows none.',
      { default: '20' },
    ],
  }),
  ...rows(['follow'], {
    ECS_CD_DEPLOYMENT_ID:
      'Deployment to follow (of each service), from the deploy job; by default that of this image.',
  }),
  ...rows(atGate, {
    ECS_CD_DEPLOYMENT:
      'ARNs of service deployments that are paused, from the dotenv; by default those of this image.',
  }),
  ...rows(ofImage, {
    ECS_CD_ROLLBACK: [
      'Whether a failed deployment is put back to the previous revision.',
      { choices: switchPositions, default: 'on' },
    ],
    ECS_CD_HEALTH_CHECK_URL:
      'Address that must respond after a deployment; if it does not, the deployment fails.',
    ECS_CD_TEST_HEALTH_CHECK_HEADER: [
      'Header to send along, such as `x-amzn-ecs-blue-green-test: 1`, where the test rule asks for it.',
      { isText: true },
    ],
    ECS_CD_HEALTH_CHECK_STATUS: [
      'HTTP status that the health checks must answer with, or a range such as 200-399.',
      { default: '200' },
    ],
    ECS_CD_HEALTH_CHECK_TIMEOUT: ['How long a health check may take to succeed.', { default: '1m' }],
    ECS_CD_HEALTH_CHECK_COUNT: ['How many times in a row a health check must answer so.', { default: '3' }],
  }),
  ...rows(onService, {
    ECS_CD_TEST_HEALTH_CHECK_URL:
      'Address that must answer on test traffic, before production traffic shifts to the release.',
  }),
  ...rows(['deploy'], {
    ECS_CD_BAKE_TIME: [
      'How long the release must keep serving after that, such as 10m, before it is a success.',
      { default: '0s' },
    ],
    ECS_CD_ORDER: [
      'How several services get their new revision: together, or one-by-one as each has proved itself.',
      { choices: ['together', 'one-by-one'], default: 'together' },
    ],
  }),
  ...rows(proven, {
    ECS_CD_ON_FAILURE: [
      'Of several services, which go back when one fails: all of them, or its own alone.',
      { choices: ['all', 'own'], default: 'all' },
    ],
  }),
  ...rows(['deploy', 'plan', 'rollback', 'iam-policy'], {
    ECS_CD_SCHEDULES:
      'EventBridge schedules and rules (NAME, GROUP/NAME, ARN) that get the revision once it is verified.',
  }),
  ...rows([...release, 'rollback'], {
    ECS_CD_TO:
      'FAMILY:REVISION to deploy as it is, or to go back to; by default a new one, or the last good one.',
  }),
  ...rows(['rollback'], {
    ECS_CD_AGAIN: [
      'Registers the revision to go back to once more, as it was, if it has been deregistered.',
      { type: 'boolean', default: 'false' },
    ],
  }),
  ...rows(['run-task', 'iam-policy'], {
    ECS_CD_RUN: [
      'Command that run-task runs: words as a shell reads them, or a JSON array.',
      {
        required: true,
        optionalFor: ['iam-policy'],
        isText: true,
        whenMissing: "pass --run 'bundle exec rails db:migrate'",
      },
    ],
  }),
  ...rows(['deploy', 'iam-policy'], {
    ECS_CD_RUN_BEFORE: [
      'Command, such as a migration, that the new revision runs before the service changes.',
      { isText: true },
    ],
    ECS_CD_RUN_AFTER: ['Command that the new revision runs once it serves.', { isText: true }],
  }),
  ...rows(['deploy', 'run-task'], {
    ECS_CD_RUN_CONTAINER: 'Container that these commands run in; by default the one that gets the image.',
    ECS_CD_RUN_TIMEOUT: ['How long such a command may run, such as 90s or 30m.', { default: '15m' }],
  }),
};
