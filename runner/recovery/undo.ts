import { EcsCdError } from '../errors';
import { elapsed } from '../log/timeline';
import type { RollbackTarget } from '../release/rollback-target';
import type { Ending } from '../rollout/ending';
import type { FollowContext, FollowEffects } from '../rollout/follow-context';
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
    if (!effects.interruption.aborted) return { ending, rollback: sentenceOf(error) };
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
      return { ending, rollback: await cancelDeployment(ending, context, target, effects) };
    case 'job-limit':
      // What is waited for on purpose is no reason to undo a release.
      if (ending.heldBy !== undefined) return { ending, rollback: undefined };
      return { ending, rollback: await cancelDeployment(ending, context, target, effects) };
    case 'failed':
      if (ending.isBaking) return undoUnended(ending, target, undoing, effects);
      return { ending, rollback: await putBack(context, target, effects) };
    case 'cannot-succeed':
      return undoUnended(ending, target, undoing, effects);
    case 'deadline':
      if (ending.phase === 'rolling-back') return { ending, rollback: undefined };
      context.progress.tell(`${elapsed(context.timeoutSeconds * 1000)} are over: ${ending.reason}`);
      return undoUnended(ending, target, undoing, effects);
    default:
      return { ending, rollback: undefined };
  }
}

/** A deployment that was completed before it could be stopped has to prove itself like any other. */
async function undoUnended(
  ending: Ending,
  target: RollbackTarget,
  undoing: Undoing,
  effects: FollowEffects,
): Promise<Undone> {
  const { desiredCountAtCompletion } = ending;
  const rollback = await rollBack({ ...undoing.context, desiredCountAtCompletion }, target, effects);
  if (rollback.kind !== 'serving') return { ending, rollback };
  const proven = await undoing.prove(rollback);
  return proven.kind === 'serving' ? { ending, rollback: proven } : undo(proven, undoing, effects);
}

function sentenceOf({ message, fix }: EcsCdError): string {
  return fix === undefined ? message : `${message}; ${fix}`;
}
