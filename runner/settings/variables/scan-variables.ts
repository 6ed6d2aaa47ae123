import { type Command, variable } from './variable';

/** What ECR calls severe, the worst first: what may stop an image. */
export const gateSeverities = ['critical', 'high', 'medium', 'low'] as const;

const only: readonly Command[] = ['scan'];

/** The rows of the table that say which findings of ECR stop an image. */
export const scanVariables = [
  variable('ECS_CD_SCAN_SEVERITY', only, 'Least severity of a finding that stops the image.', {
    choices: gateSeverities,
    default: 'high',
  }),
  variable(
    'ECS_CD_SCAN_EXCEPTIONS',
    only,
    'JSON file with the findings that do not stop it, each with a reason and a last day.',
  ),
  variable('ECS_CD_SCAN_TIMEOUT', only, 'How long ECR may take for its scan, such as 90s or 10m.', {
    default: '10m',
  }),
] as const;
