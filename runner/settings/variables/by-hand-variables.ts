import { type Command, variable } from './variable';

const byHand: readonly Command[] = ['adopt', 'iam-policy'];

/** The rows of the table that only commands need which people call at their own machines, each of them in its way. */
export const byHandVariables = [
  variable(
    'ECS_CD_PROJECT',
    byHand,
    'GitLab project, such as shop/web (for adopt its ID will do); by default that of the job.',
    { whenMissing: 'pass --project, such as shop/web' },
  ),
  variable(
    'ECS_CD_GITLAB_URL',
    byHand,
    'Address of GitLab; by default that of the job, and for iam-policy else https://gitlab.com.',
    { whenMissing: 'pass --gitlab-url, such as https://gitlab.com' },
  ),
] as const;
