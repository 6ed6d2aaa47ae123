import type { Service } from '@aws-sdk/client-ecs';
import { EcsCdError } from '../errors';
import { familyRevisionOf } from './arn';
import { cancelDeployment } from './cancel';
import type { Ending } from './ending';
import { followRollout } from './follow-rollout';
import { outcomeOf, type Policy } from './outcome';
import { putBack, rollBack } from './roll-back';
import { startDeployment, type Startable, type Started } from './start-deployment';
import type { Outcome } from './verdict';
import type { Expected } from './verification';
import { watchOf, type FollowEffects, type Watch } from './watch';

export interface RollOut {
  /** The service as it was before. */
  readonly service: Service;
  readonly revision: Startable;
  /** What the tasks must run; left out where any image of the revision will do. */
  readonly container?: NonNullable<Expected['container']>;
  readonly policy: Policy;
  readonly timeoutSeconds: number;
}

/** Brings a revision into the service, follows it, and undoes it when it fails. */
export async function rollOut(rollOut: RollOut, effects: FollowEffects): Promise<Outcome> {
  const { service, revision, container, timeoutSeconds } = rollOut;
  const started = await startDeployment(service, revision, effects);
  const { followed, kind } = started;
  const startedEmpty = service.desiredCount === 0;
  const terms = {
    startedEmpty,
    timeoutSeconds,
    ...(container && kind !== 'going-back' ? { container } : {}),
  };
  const watch = watchOf(followed, terms, effects);
  const policy: Policy = kind === 'ours' ? rollOut.policy : { kind };
  try {
    const ending = endOf(started, await followRollout(watch, effects));
    const end = await undo(ending, policy, watch, effects);
    const about = started.undone ?? followed;
    return outcomeOf({ ...end, policy, about, watch, interruption: effects.interruption });
  } catch (error) {
    effects.log.error(`the rollout of ${familyRevisionOf(followed.taskDefinition)} goes on in AWS`);
    throw error;
  }
}

/** Following somebody's way back to its end is a rollback, as it would have been for a run that made it. */
function endOf({ kind, followed }: Started, ending: Ending): Ending {
  if (kind !== 'going-back' || ending.kind !== 'serving') return ending;
  const { taskDefinition } = followed;
  const isEmpty = ending.service.desiredCount === 0;
  return { kind: 'rolled-back', reason: 'it was being taken back already', taskDefinition, isEmpty };
}

/** What a failed deployment leads to: an ending of its own, a sentence about it, or nothing. */
async function undo(
  ending: Ending,
  policy: Policy,
  watch: Watch,
  effects: FollowEffects,
): Promise<{ readonly ending: Ending; readonly undone: Ending | string | undefined }> {
  if (policy.kind !== 'back-to') return { ending, undone: undefined };
  const { target } = policy;
  try {
    switch (ending.kind) {
      case 'cancelled':
        return { ending, undone: await cancelDeployment(ending, watch, target, effects) };
      case 'failed':
        return { ending, undone: await putBack(watch, target, effects) };
      case 'deadline':
        return { ending, undone: ending.isRollingBack ? undefined : await rollBack(watch, target, effects) };
      default:
        return { ending, undone: undefined };
    }
  } catch (error) {
    if (!(error instanceof EcsCdError)) throw error;
    if (!effects.interruption.aborted) return { ending, undone: error.message };
    // Cancelled while the service was being put back: asking once more does no harm, and tells what is so.
    const cancelled = { kind: 'cancelled', phase: 'in-progress' } as const;
    return { ending: cancelled, undone: await cancelDeployment(cancelled, watch, target, effects) };
  }
}
