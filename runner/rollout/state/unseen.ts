import type { Followed } from '../../ecs/deployments';
import type { Service } from '@aws-sdk/client-ecs';
import { isFailing, taskCountsOf, type TaskCounts } from '../../diagnosis/task-counts';
import { EcsCdError } from '../../errors';
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
  /** Whether a task of it has failed, or was taken, since the update: one that runs between two crashes is no success. */
  readonly isBroken: boolean;
}

export function unseenOf(
  ending: Ending | undefined,
  service: Service | undefined,
  earlier: Unseen | undefined,
  { followed, now }: { readonly followed: Followed; readonly now: number },
): Unseen | undefined {
  if (!ending || !service) return undefined;
  const counts = taskCountsOf(followed.createdAt, service);
  // What failed before a way back is why it is gone.
  const hasFailed =
    (earlier !== undefined || ending.kind === 'serving') && isFailing(earlier?.counts, counts);
  const isBroken = (earlier?.isBroken ?? false) || hasFailed;
  return { ending, counts, since: earlier?.since ?? now, isBroken };
}

/** Tasks have failed, or were taken, and nobody can say which: neither a success nor a reason to undo. */
export function lostSightOf(missing: Ending | string | EcsCdError, service: Service | undefined): Ending {
  const error =
    missing instanceof EcsCdError
      ? missing
      : new EcsCdError('needs-attention', typeof missing === 'string' ? missing : missing.kind);
  return { kind: 'lost-sight', error, service };
}

/** Whether the service has shown its tasks running for as long as each of them needs to count as healthy. */
export function isLastingUnseen({ since, isBroken }: Unseen, now: number): boolean {
  return !isBroken && now >= since + stableAfterMs;
}
