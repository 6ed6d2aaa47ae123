import type { Followed } from '../ecs/deployments';
import type { Service } from '@aws-sdk/client-ecs';
import { endOfHold, type HoldSince, type Patience } from './state/patience';
import type { RolloutState } from './state/rollout-state';

// ECS's read buckets refill with 20 calls a second for a whole account (AWS docs): one DescribeServices a tick leaves
// room for a hundred jobs at once, and no verdict is later than a tick.
const tickMs = 6_500;
/** While ECS waits on purpose; the end of that is looked for when it is due. */
const holdTickMs = 10_000;
export const firstLookMs = 2_000;
/** ECS takes seconds to call a deployment completed when its tasks serve alone; a few closer looks see it sooner. */
const tickNearEndMs = 1_000;
export const closerLooks = 4;
/** While AWS does not answer, and while tasks are looked at that do not come up: that takes more calls. */
const slowTickMs = 10_000;
/** Closer looks only where the minute has calls left for them and for looking at the tasks. */
const callsBeforeCloserLooks = 14;

/** AWS calls that were made. */
export interface Calls {
  readonly inLastMinute: number;
  /** Until there is room for another look that takes as many as this one. */
  readonly roomInMs: number;
}

/** How far the rollout is, as far as it decides when to look again. */
interface Progress {
  readonly rollout: RolloutState;
  readonly service: Service | undefined;
  readonly patience: Patience;
  readonly closerLooksLeft: number;
  readonly unproven?: unknown;
}

/** How long to wait for the next look, and whether it is a closer one. `isBlind` says that AWS did not answer. */
export function paceOf(
  progress: Progress,
  isBlind: boolean,
  calls: Calls,
  followed: Followed,
): { readonly waitMs: number; readonly isCloser: boolean } {
  const { rollout, unproven, patience } = progress;
  const { hold, remainingMs, at } = patience;
  if (hold && hold.kind !== 'drain' && hold.kind !== 'completion' && !isBlind)
    return { waitMs: holdWaitMs(hold, at), isCloser: false };
  const isSlow = isBlind || unproven !== undefined || rollout.phase === 'completed';
  const isCloser = !isSlow && isWorthACloserLook(progress, calls, followed);
  const waitMs = isCloser ? tickNearEndMs : Math.max(isSlow ? slowTickMs : tickMs, calls.roomInMs);
  // What is on hold, or cannot be seen, may stay so with little time left.
  return { isCloser, waitMs: hold || remainingMs <= 0 ? waitMs : Math.min(waitMs, remainingMs) };
}

function holdWaitMs(hold: HoldSince, now: number): number {
  const leftMs = (endOfHold(hold)?.getTime() ?? Infinity) - now;
  return leftMs > 0 ? Math.min(holdTickMs, leftMs) : tickMs;
}

function isWorthACloserLook(
  { service, closerLooksLeft, patience: { remainingMs } }: Progress,
  { inLastMinute }: Calls,
  followed: Followed,
): boolean {
  // The deadline brings a look of its own.
  const isTime = remainingMs > tickMs && closerLooksLeft > 0 && inLastMinute < callsBeforeCloserLooks;
  return isTime && isNearEnd(followed, service);
}

/** Ours is there in full, and nothing else runs. */
function isNearEnd({ deploymentId }: Followed, service: Service | undefined): boolean {
  const { deployments = [] } = service ?? {};
  return deployments.every(({ id, desiredCount = 0, runningCount = 0 }) =>
    id === deploymentId
      ? desiredCount > 0 && runningCount === desiredCount
      : desiredCount === 0 && runningCount === 0,
  );
}
