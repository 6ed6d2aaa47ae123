import { mayPass, type EcsCdError } from '../../errors';
import type { Ending } from './ending';
import { isGoingBack, type Phase, type RolloutState } from './rollout-state';

/** What a look showed that the next one has to show as well. */
export interface Candidate {
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
  earlier: Candidate | undefined,
  now: number,
  known: Phase = 'in-progress',
): Candidate | undefined {
  if (!('needsSecondLook' in state)) return undefined;
  const since = earlier?.phase === state.phase ? earlier.since : now;
  const isUnheralded = state.phase !== 'lost-sight' && isGoingBack(state.phase) && !isGoingBack(known);
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
  earlier: Candidate | undefined,
  now: number,
): { readonly candidate?: Candidate; readonly ending: Ending | EcsCdError } {
  if (mayPass(error)) return { ending: error };
  const candidate = candidateIn(refused, earlier, now);
  return candidate ? { candidate, ending: error } : { ending: { kind: 'lost-sight', error } };
}
