import type { Service } from '@aws-sdk/client-ecs';
import { EcsCdError } from '../errors';
import { cancelDeployment } from './cancel';
import type { Ending } from './ending';
import { followRollout } from './follow-rollout';
import { outcomeOf } from './outcome';
import { putBack, rollBack } from './roll-back';
import type { RollbackTarget } from './rollback-target';
import { startDeployment, type Startable } from './start-deployment';
import type { Outcome } from './verdict';
import type { Expected } from './verification';
import { watchOf, type FollowEffects, type Watch } from './watch';

export interface RollOut {
  /** The service as it was before. */
  readonly service: Service;
  readonly revision: Startable;
  /** What the tasks must run; left out where any image of the revision will do. */
  readonly container?: NonNullable<Expected['container']>;
  readonly rollback: 'on' | 'off';
  readonly target?: RollbackTarget;
  readonly timeoutSeconds: number;
}

/** Brings a revision into the service, follows it, and undoes it when it fails. */
export async function rollOut(rollOut: RollOut, effects: FollowEffects): Promise<Outcome> {
  const { service, revision, rollback, target } = rollOut;
  const { followed, isOurs } = await startDeployment(service, revision, effects);
  const watch = watchOf(followed, { ...rollOut, startedEmpty: service.desiredCount === 0 }, effects);
  const ending = await followRollout(watch, effects);
  const policy = { rollback, ...(isOurs && target ? { target } : {}) };
  const undone = await undo(ending, policy, watch, effects);
  return outcomeOf({
    ending,
    undone,
    policy,
    watch,
    interruption: effects.interruption,
    changedNothing: !isOurs,
  });
}

/** What a failed deployment leads to: an ending of its own, a sentence why it could not be undone, or nothing. */
async function undo(
  ending: Ending,
  { rollback, target }: Pick<RollOut, 'rollback' | 'target'>,
  watch: Watch,
  effects: FollowEffects,
): Promise<Ending | string | undefined> {
  if (rollback === 'off' || !target) return undefined;
  try {
    switch (ending.kind) {
      case 'cancelled':
        return await cancelDeployment(ending, watch, target, effects);
      case 'failed':
        return await putBack(watch, target, effects);
      case 'deadline':
        return ending.isRollingBack ? undefined : await rollBack(watch, target, effects);
      default:
        return undefined;
    }
  } catch (error) {
    if (error instanceof EcsCdError) return error.message;
    throw error;
  }
}
