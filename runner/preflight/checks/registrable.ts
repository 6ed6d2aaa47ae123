import type { RevisionChoice } from '../../release/revision-to-run';
import { lossOf } from '../../task-definition/task-definition';
import { errorOf, type PreflightFinding } from '../evidence/finding';

/** Whether the next revision can be registered without losing something. */
export function registrable({ base, existing, change }: RevisionChoice): PreflightFinding[] {
  const loss = existing === undefined ? lossOf(base, change) : undefined;
  return loss ? [errorOf('TASK_FAMILY', loss.message, loss.fix)] : [];
}
