import { EcsCdError, lineOf } from '../errors';
import { followedOf, primaryOf } from '../ecs/deployments';
import { minutesOf } from '../log/timeline';
import { familyRevisionOf } from '../names/arn';
import type { RollbackTarget } from '../release/rollback-target';
import type { Ending } from '../rollout/state/ending';
import type { FollowContext, FollowEffects } from '../rollout/follow-context';
import { followRollout } from '../rollout/follow-rollout';
import { cancelDeployment } from './cancel';
import { putBack, rollBack } from './roll-back';
import type { RollbackPolicy } from './rollback-policy';

export interface Undoing {
  readonly policy: RollbackPolicy;
  /** What a release that serves has to show; any other ending is its own. */
  readonly prove: (ending: Ending) => Promise<Ending>;
  readonly context: FollowContext;
}

export interface Undone {
  /** How the deployment ended: of one that was completed before it could be undone, how it proved itself. */
  readonly ending: Ending;
  /** How undoing it ended: an ending of its own, a sentence when it was not followed, nothing when it was not tried. */
  readonly rollback: Ending | string | undefined;
}

/** Does about a deployment that has ended what the policy says: nothing, or putting the last good revision back. */
export async function undo(ending: Ending, undoing: Undoing, effects: FollowEffects): Promise<Undone> {
  const { policy, context } = undoing;
  if (policy.kind !== 'back-to') return { ending, rollback: undefined };
  try {
    return await undoTo(policy.target, ending, undoing, effects);
  } catch (error) {
    if (!(error instanceof EcsCdError)) throw error;
    if (!effects.interruption.aborted) return { ending, rollback: lineOf(error) };
    // Cancelled while the service was being put back: asking once more does no harm, and tells what is so.
    const cancelled = {
      kind: 'cancelled',
      phase: ending.kind === 'failed' && !ending.isBaking ? 'completed' : 'in-progress',
      ...('reason' in ending ? { reason: ending.reason } : {}),
    } as const;
    const rollback = await cancelDeployment(cancelled, context, policy.target, effects);
    return { ending: cancelled, rollback };
  }
}

async function undoTo(
  target: RollbackTarget,
  ending: Ending,
  undoing: Undoing,
  effects: FollowEffects,
): Promise<Undone> {
  const { context } = undoing;
  switch (ending.kind) {
    case 'cancelled':
    case 'job-limit':
      return { ending, rollback: await cancelDeployment(ending, context, target, effects) };
    case 'failed':
      if (ending.isBaking) return undoUnended(ending, target, undoing, effects);
      return { ending, rollback: await putBack(context, target, effects) };
    case 'cannot-succeed':
      return undoUnended(ending, target, undoing, effects);
    case 'deadline':
      if (ending.phase === 'rolling-back') return { ending, rollback: undefined };
      if (ending.phase === 'unknown' && !context.isSettling) return lookOnceMore(ending, undoing, effects);
      context.progress.tell(`${minutesOf(context.timeoutSeconds)} have passed: ${ending.reason}`);
      return undoUnended(ending, target, undoing, effects);
    default: {
      const further = await putBackFurther(ending, target, context, effects);
      return { ending, rollback: further === ending ? undefined : further };
    }
  }
}

/** A deployment that was only late, and was completed before it could be stopped, has to prove itself like any other. */
async function undoUnended(
  ending: Ending,
  target: RollbackTarget,
  undoing: Undoing,
  effects: FollowEffects,
): Promise<Undone> {
  const { desiredCountAtCompletion } = ending;
  const rollback = await rollBack({ ...undoing.context, desiredCountAtCompletion }, target, effects);
  // Nothing may be going back yet: that is asked for once more, and told as it is.
  if (rollback.kind === 'cancelled') {
    const reason = 'reason' in ending ? { reason: ending.reason } : {};
    return undo({ ...rollback, ...reason }, undoing, effects);
  }
  if (rollback.kind === 'short-of-tasks') return { ending: rollback, rollback: undefined };
  if (rollback.kind !== 'serving')
    return { ending, rollback: await putBackFurther(rollback, target, undoing.context, effects) };
  // Tasks that fail one after the other serve between two failures, and one such moment completes a deployment.
  if (ending.kind === 'cannot-succeed')
    return { ending, rollback: await putBack(undoing.context, target, effects) };
  const proven = await undoing.prove(rollback);
  return proven.kind === 'serving' ? { ending, rollback: proven } : undo(proven, undoing, effects);
}

/** ECS goes back to the last deployment that it completed (AWS docs): that may be one of the same revision. */
async function putBackFurther(
  ending: Ending,
  target: RollbackTarget,
  context: FollowContext,
  effects: FollowEffects,
): Promise<Ending> {
  const { followed, progress } = context;
  const restored = primaryOf(ending.service);
  if (ending.kind !== 'rolled-back' || ending.taskDefinition !== followed.taskDefinition || !restored)
    return ending;
  progress.tell(`ECS went back to an earlier deployment of ${familyRevisionOf(followed.taskDefinition)}`);
  return putBack({ ...context, followed: followedOf(restored) }, target, effects);
}

const secondsOnceMore = 120;

/** AWS was silent at the deadline: what it has come to meanwhile may be a release that serves, or one that ECS bakes. */
async function lookOnceMore(ending: Ending, undoing: Undoing, effects: FollowEffects): Promise<Undone> {
  const { desiredCountAtCompletion } = ending;
  const context = { ...undoing.context, desiredCountAtCompletion, timeoutSeconds: secondsOnceMore };
  const again = await undoing.prove(await followRollout(context, effects));
  const isStillUnknown = again.kind === 'deadline' && again.phase === 'unknown';
  const settling = { ...undoing, context: { ...undoing.context, isSettling: true as const } };
  return undo(isStillUnknown ? ending : again, settling, effects);
}
