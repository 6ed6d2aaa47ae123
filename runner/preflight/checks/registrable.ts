import type { RevisionChoice } from '../../service/revision-to-run';
import { lossOf } from '../../service/task-definition';
import { errorOf, type PreflightFinding } from '../finding';

/** Whether the next revision can be registered without losing something. */
export function registrable({ base, existing }: RevisionChoice): PreflightFinding[] {
  const loss = existing === undefined ? lossOf(base) : undefined;
  return loss ? [errorOf('TASK_FAMILY', loss.message, loss.fix)] : [];
}
