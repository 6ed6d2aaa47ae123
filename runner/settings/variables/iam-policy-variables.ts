import { variable, type Command } from './variable';

export const policyKinds = ['build', 'scan', 'deploy', 'plan', 'trust', 'chain', 'chained-trust'] as const;

const only: readonly Command[] = ['iam-policy'];

/** The rows of the table that only the policies need. */
export const iamPolicyVariables = [
  variable(
    'ECS_CD_POLICY',
    only,
    'Which policy is printed; all are build, scan, deploy, plan and trust, and those of a chained role.',
    { choices: ['all', ...policyKinds], default: 'all' },
  ),
  variable('ECS_CD_TASK_ROLE_ARN', only, 'Role of the tasks, which a deployment passes on to ECS.'),
  variable(
    'ECS_CD_EXECUTION_ROLE_ARN',
    only,
    'Role that ECS starts the tasks with, which a deployment passes on to ECS.',
  ),
  variable(
    'ECS_CD_SCHEDULE_ROLE_ARN',
    only,
    'Role that EventBridge starts the tasks of ECS_CD_SCHEDULES with, which an update passes on.',
  ),
  variable(
    'ECS_CD_LOG_GROUPS',
    only,
    'CloudWatch log groups of the containers, by name or ARN, with commas between them.',
  ),
  variable(
    'ECS_CD_SECRETS',
    only,
    'Secrets of the task definition, by name or ARN, with commas between them; by default any.',
  ),
  variable(
    'ECS_CD_REFS',
    only,
    'Branches, tags (tag:v*) or whole sub claims that are trusted; by default the default branch.',
  ),
  variable(
    'ECS_CD_ID_TOKEN_AUDIENCE',
    only,
    'Audience of the ID token, as in the input id_token_audience; by default the address of GitLab.',
  ),
] as const;
