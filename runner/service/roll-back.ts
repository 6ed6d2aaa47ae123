import { familyRevisionOf } from './arn';
import type { Ending } from './ending';
import { followRollout } from './follow-rollout';
import { updateService } from './update-service';
import type { RollbackTarget } from './rollback-target';
import { watchOf, type FollowEffects, type Watch } from './watch';

/** How long a deployment that ended while it was being stopped may take to show how it ended. */
const settleSeconds = 30;

/**
 * Undoes a followed deployment that has not ended, and follows that to its end. ECS does it itself where it can:
 * StopServiceDeployment restores the whole service revision, also where no rollback is configured (AWS docs).
 */
export async function rollBack(
  watch: Watch,
  target: RollbackTarget,
  effects: FollowEffects,
): Promise<Ending> {
  const { ecs, log } = effects;
  const arn = watch.record.arn();
  if (arn === undefined) return putBack(watch, target, effects);
  if (await ecs.stopServiceDeployment(arn)) {
    log.line(`asked ECS to roll the deployment back to ${familyRevisionOf(target.taskDefinition)}`);
    const ending = await followRollout(watch, effects);
    return ending.kind === 'failed' ? putBack(watch, target, effects) : ending;
  }
  log.line('the deployment ended before it could be stopped');
  const ending = await followRollout({ ...watch, timeoutSeconds: settleSeconds }, effects);
  return ending.kind === 'failed' || ending.kind === 'deadline' ? putBack(watch, target, effects) : ending;
}

/** A deployment of the revision to go back to; its success is our `rolled-back`. */
export async function putBack(
  { timeoutSeconds, startedEmpty, followed }: Watch,
  { taskDefinition }: RollbackTarget,
  effects: FollowEffects,
): Promise<Ending> {
  const { log } = effects;
  log.line(`updating the service back to ${familyRevisionOf(taskDefinition)}`);
  const backwards = await updateService(taskDefinition, effects, followed.deploymentId);
  const ending = await followRollout(watchOf(backwards, { startedEmpty, timeoutSeconds }, effects), effects);
  return ending.kind === 'serving'
    ? { kind: 'rolled-back', reason: 'the service was updated back', taskDefinition }
    : ending;
}
