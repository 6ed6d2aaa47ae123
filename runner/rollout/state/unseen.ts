import type { Ending } from './ending';
import { stableAfterMs } from './task-stability';

/** A deployment that ECS calls over, and nothing contradicts, while its tasks or targets cannot be asked. */
export interface Unseen {
  /** The ending that it is if that stays so. */
  readonly ending: Ending;
  /** Milliseconds of the clock when it was first so, without a break since. */
  readonly since: number;
}

export function unseenOf(
  ending: Ending | undefined,
  earlier: Unseen | undefined,
  now: number,
): Unseen | undefined {
  return ending && { ending, since: earlier?.since ?? now };
}

/** Whether the service has shown its tasks running for as long as each of them needs to count as healthy. */
export function isLastingUnseen({ since }: Unseen, now: number): boolean {
  return now >= since + stableAfterMs;
}
