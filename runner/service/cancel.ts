import { EcsCdError } from '../errors';
import { familyRevisionOf } from './arn';
import type { Ending } from './ending';
import type { FollowEffects, Watch } from './watch';
import type { RollbackTarget } from './rollback-target';

/** GitLab kills a cancelled job some 10 s after its SIGTERM (GitLab Runner's source); the request must be out by then. */
const stopRequestMs = 3_000;

export function throwIfCancelled({ aborted }: AbortSignal): void {
  if (aborted) throw new EcsCdError('cancelled', 'the job was cancelled before the service was changed');
}

/** One request to undo the deployment, and no waiting for what comes of it. Answers what was asked for. */
export async function cancelDeployment(
  { isRollingBack }: Extract<Ending, { kind: 'cancelled' }>,
  { record }: Watch,
  { taskDefinition }: RollbackTarget,
  { ecs }: FollowEffects,
): Promise<string> {
  const revision = familyRevisionOf(taskDefinition);
  if (isRollingBack) return `ECS goes on rolling back to ${revision} without this job`;
  const arn = record.arn();
  const limit = AbortSignal.timeout(stopRequestMs);
  if (arn === undefined) {
    await ecs.updateService(taskDefinition, limit);
    return `the service was updated back to ${revision}; that goes on without this job`;
  }
  return (await ecs.stopServiceDeployment(arn, limit))
    ? `asked ECS to roll back to ${revision}; that goes on without this job`
    : 'the deployment had ended already';
}
