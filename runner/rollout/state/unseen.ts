import type { Service } from '@aws-sdk/client-ecs';
import { isFailing, taskCountsOf, type TaskCounts } from '../../diagnosis/task-counts';
import type { Followed } from '../../ecs/followed';
import type { Ending } from './ending';
import { stableAfterMs } from './task-stability';

/** A deployment that ECS calls over, and nothing contradicts, while its tasks or targets cannot be asked. */
export interface Unseen {
  /** The ending that it is if that stays so. */
  readonly ending: Ending;
  /** Milliseconds of the clock when it was first so, without a break since. */
  readonly since: number;
  /** What the service said of its tasks then. */
  readonly counts: TaskCounts;
}

/** Nothing where a task may have failed since the look before: one that runs between two crashes is no success. */
export function unseenOf(
  ending: Ending | undefined,
  service: Service | undefined,
  earlier: Unseen | undefined,
  { followed, now }: { readonly followed: Followed; readonly now: number },
): Unseen | undefined {
  if (!ending || !service) return undefined;
  const counts = taskCountsOf(followed.createdAt, service);
  if (earlier && isFailing(earlier.counts, counts)) return undefined;
  return { ending, counts, since: earlier?.since ?? now };
}

/** Whether the service has shown its tasks running for as long as each of them needs to count as healthy. */
export function isLastingUnseen({ since }: Unseen, now: number): boolean {
  return now >= since + stableAfterMs;
}
