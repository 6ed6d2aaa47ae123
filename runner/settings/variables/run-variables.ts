import { type Command, variable } from './variable';

const runs: readonly Command[] = ['deploy', 'run-task'];
const ofDeploy: readonly Command[] = ['deploy', 'iam-policy'];

/** The rows of the table that say what runs in a task of its own. A command is shell words or a JSON array. */
export const runVariables = [
  variable(
    'ECS_CD_RUN',
    ['run-task', 'iam-policy'],
    'Command that run-task runs: words as a shell reads them, or a JSON array.',
    {
      required: true,
      optionalFor: 'iam-policy',
      isText: true,
      whenMissing: "pass --run 'bundle exec rails db:migrate'",
    },
  ),
  variable(
    'ECS_CD_RUN_BEFORE',
    ofDeploy,
    'Command, such as a migration, that the new revision runs before the service changes.',
    { isText: true },
  ),
  variable('ECS_CD_RUN_AFTER', ofDeploy, 'Command that the new revision runs once it serves.', {
    isText: true,
  }),
  variable(
    'ECS_CD_RUN_CONTAINER',
    runs,
    'Container that these commands run in; by default the one that gets the image.',
  ),
  variable('ECS_CD_RUN_TIMEOUT', runs, 'How long such a command may run, such as 90s or 30m.', {
    default: '15m',
  }),
] as const;
