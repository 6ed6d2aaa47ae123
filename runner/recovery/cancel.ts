import type { Service } from '@aws-sdk/client-ecs';
import { EcsCdError, orElse } from '../errors';
import { familyRevisionOf } from '../names/arn';
import type { Ending } from '../rollout/state/ending';
import { currentDeploymentAtOnce } from '../rollout/current-deployment';
import type { RollbackTarget } from '../release/rollback-target';
import type { FollowEffects, FollowContext } from '../rollout/follow-context';

/** All that a cancelled job still does has to fit into this. */
const budgetMs = 3_500;
/** Its retries must leave time for an update. */
const stopMs = 1_500;

export function throwIfCancelled({ aborted }: AbortSignal): void {
  if (aborted) throw new EcsCdError('cancelled', 'the job was cancelled before the service was changed');
}

/** For a job that is about to end: one request to undo the deployment, and no waiting for what comes of it. Answers what was done, in a sentence. */
export async function cancelDeployment(
  { phase, ...ending }: Extract<Ending, { kind: 'cancelled' | 'job-limit' }>,
  context: FollowContext,
  target: RollbackTarget,
  effects: FollowEffects,
): Promise<string | undefined> {
  // What is waited for on purpose is no reason to undo a release.
  if ('heldBy' in ending && ending.heldBy !== undefined) return undefined;
  const revision = familyRevisionOf(target.taskDefinition);
  if (phase === 'rolling-back') return 'the rollback that is under way goes on in AWS without this job';
  if (phase === 'paused') return 'the deployment goes on waiting for somebody to continue it';
  const limit = effects.clock.timeout(budgetMs);
  try {
    // ECS is done with a completed deployment: only an update takes it back.
    const arn = phase === 'completed' ? undefined : context.record.arn();
    const isStopped = arn !== undefined && (await stop(arn, limit, effects));
    if (isStopped) return `asked ECS to roll back to ${revision}; that goes on without this job`;
    const present = await currentDeploymentAtOnce(context.followed, target, effects, limit);
    if (present.kind === 'superseded') return present.reason;
    if (present.kind === 'going-back')
      return `the service is going back to ${revision} already, without this job`;
    const updated = await effects.ecs.updateService(target.taskDefinition, limit);
    return `the service was updated back to ${revision}; that goes on without this job${heldIn(updated, revision)}`;
  } catch (error) {
    if (!(error instanceof EcsCdError)) throw error;
    return `tried to roll back to ${revision}, without success (${error.message}): the rollout may go on in AWS`;
  }
}

/** A gate holds the way back as well, and no job is there to say so when it does. */
const heldIn = ({ deploymentConfiguration: { lifecycleHooks = [] } = {} }: Service, revision: string) =>
  lifecycleHooks.some(({ targetType }) => targetType === 'PAUSE')
    ? ` until a pause hook holds it: run the rollback job with ECS_CD_TO=${revision} (ecs-cd rollback --to ${revision}), which follows it`
    : '';

/** False where ECS is done with the deployment, does not let this job stop it, or is silent: an update may take it back then. */
function stop(arn: string, limit: AbortSignal, { ecs, clock }: FollowEffects): Promise<boolean> {
  const inTime = AbortSignal.any([limit, clock.timeout(stopMs)]);
  return orElse(ecs.stopServiceDeployment(arn, inTime), () => false);
}
