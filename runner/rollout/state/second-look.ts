import type { Service } from '@aws-sdk/client-ecs';
import { isFailing, taskCountsOf, type TaskCounts } from '../../diagnosis/task-counts';
import type { Followed } from '../../ecs/deployments';
import { EcsCdError, mayPass } from '../../errors';
import type { Ending } from './ending';
import { isGoingBack, type Phase, type RolloutState } from './rollout-state';
import { stableAfterMs } from './task-stability';

/** What a look showed that the next one has to show as well. */
export interface SeenOnce {
  readonly phase: Phase | 'lost-sight';
  /** Milliseconds of the clock when it was first seen. */
  readonly since: number;
}

/** Answers of AWS may be seconds old (AWS docs: eventually consistent). */
export const apartMs = 4_000;
/**
 * ECS lists a deployment while it goes back from it, so that one which is in no reading, and has no record either, is
 * mostly an old reading: several may come, one after the other, and only patience tells them from the rare true one.
 */
export const apartOfGoingBackMs = 120_000;

/**
 * A state that rests on what a reading does not show, which may be an old one: undefined once an earlier look has shown
 * the same, or where the reading itself has evidence. That a way back has ended is soon believed where it was seen to
 * begin (`known`).
 */
export function candidateIn(
  state: RolloutState | typeof refused,
  earlier: SeenOnce | undefined,
  now: number,
  known: Phase = 'in-progress',
): SeenOnce | undefined {
  if (!('needsSecondLook' in state)) return undefined;
  const since = earlier?.phase === state.phase ? earlier.since : now;
  const isUnheralded = isGoingBack(state.phase) && !isGoingBack(known);
  const isMuchLater = isUnheralded || state.needsSecondLook === 'much later';
  const apart = isMuchLater ? apartOfGoingBackMs : apartMs;
  return now - since >= apart ? undefined : { phase: state.phase, since };
}

export function unconfirmedText(state: RolloutState): string {
  return `a second look has to show that it is ${state.phase}${'reason' in state ? ` (${state.reason})` : ''}`;
}

const refused = { phase: 'lost-sight', needsSecondLook: true } as const;

/** What a look is that AWS did not answer: a refusal ends it once two looks in a row have met one. */
export function blindLook(
  error: EcsCdError,
  earlier: SeenOnce | undefined,
  now: number,
): { readonly candidate?: SeenOnce; readonly ending: Ending | EcsCdError } {
  if (mayPass(error)) return { ending: error };
  const candidate = candidateIn(refused, earlier, now);
  return candidate ? { candidate, ending: error } : { ending: { kind: 'lost-sight', error } };
}

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
