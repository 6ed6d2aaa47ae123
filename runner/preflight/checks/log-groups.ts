import type { Evidence } from '../evidence';
import { errorOf, type PreflightFinding } from '../finding';
import { unseenOf } from '../look';

/** Tasks do not start without the log group that they write to. */
export function logGroups({ looks }: Evidence): PreflightFinding[] {
  return looks.logGroups.flatMap(({ question: { name, region, container }, look }) => {
    if (look.kind !== 'seen') return unseenOf(`log group ${name}`, look);
    if (look.value) return [];
    return [
      errorOf(
        `log group ${name}`,
        `it does not exist in ${region}, and ${container} writes to it: its tasks would not start`,
        'create it, or correct awslogs-group of the task definition, or let it be made: "awslogs-create-group": "true"',
      ),
    ];
  });
}
