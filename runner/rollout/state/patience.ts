import { stageTextOf, type Hold } from './hold';
import type { Reading } from './rollout-state';

/** How much of the time that ECS may work on a deployment is left, and what is waited for on purpose meanwhile. */
export interface Patience {
  readonly remainingMs: number;
  /** Milliseconds of the clock at the last look. */
  readonly at: number;
  readonly hasLooked: boolean;
  readonly hold: HoldSince | undefined;
  /** How long each kind of hold has lasted in all. */
  readonly heldMs: Readonly<Partial<Record<Hold['kind'], number>>>;
  /** How long AWS has been silent. */
  readonly blindMs: number;
  /** The stage and the weights that were told last. */
  readonly stage: string | undefined;
}

export interface HoldSince extends Hold {
  readonly since: number;
  /** Whether it was seen to begin; what was there at the first look may be over sooner. */
  readonly isFromStart: boolean;
}

/** What nobody sees may have ended long ago, where its end is not known. */
const mostBlindMs = 15 * 60_000;

export function patienceOf(timeoutSeconds: number, now: number): Patience {
  return {
    remainingMs: timeoutSeconds * 1000,
    at: now,
    hasLooked: false,
    hold: undefined,
    heldMs: {},
    blindMs: 0,
    stage: undefined,
  };
}

/**
 * The time since the last look is taken off, unless it was held up on purpose: a healthy release is not undone for what
 * ECS was configured to wait for. `hold` is what this look shows; where nothing could be seen (`isSeen`), what the last
 * one showed, for a while.
 */
export function spend(patience: Patience, hold: Hold | undefined, now: number, isSeen: boolean): Patience {
  const elapsedMs = now - patience.at;
  const next = { ...patience, at: now, hasLooked: true, blindMs: isSeen ? 0 : patience.blindMs + elapsedMs };
  const spent = { ...next, hold: undefined, remainingMs: patience.remainingMs - elapsedMs };
  if (!hold) return spent;
  const heldBeforeMs = patience.heldMs[hold.kind] ?? 0;
  const heldMs = { ...patience.heldMs, [hold.kind]: heldBeforeMs + elapsedMs };
  if (heldBeforeMs >= hold.atMostMs || next.blindMs > (hold.lastsMs ?? mostBlindMs))
    return { ...spent, heldMs };
  const isSame = patience.hold?.kind === hold.kind;
  const { since, isFromStart } = (isSame && patience.hold) || { since: now, isFromStart: patience.hasLooked };
  return { ...next, heldMs, hold: { ...hold, since, isFromStart } };
}

/** What there is to tell of a look: another stage or weight, and what is waited for now. */
export function newsOfPatience(
  before: Patience,
  after: Patience,
  reading: Reading | undefined,
): { readonly say: readonly string[]; readonly stage: string | undefined } {
  const stage = stageTextOf(reading?.serviceDeployment) ?? before.stage;
  const { hold } = after;
  // Of a pause, its hook and when that expires are told.
  const isNewHold =
    hold !== undefined && !['pause', 'completion'].includes(hold.kind) && hold.kind !== before.hold?.kind;
  return {
    stage,
    say: [
      ...(stage !== undefined && stage !== before.stage ? [stage] : []),
      ...(isNewHold
        ? [`waiting for ${hold.text}${untilText(hold)}; this takes no time off ECS_CD_TIMEOUT`]
        : []),
    ],
  };
}

/** When it is over: as long after it was first seen as it lasts. */
export function endOfHold({ since, lastsMs }: HoldSince): Date | undefined {
  return lastsMs === undefined ? undefined : new Date(since + lastsMs);
}

export function untilText(hold: HoldSince): string {
  const end = endOfHold(hold);
  return end ? `, until ${hold.isFromStart ? 'about' : 'at the latest'} ${minuteText(end)}` : '';
}

/** `14:32 UTC` */
export function minuteText(time: Date): string {
  return `${time.toISOString().slice(11, 16)} UTC`;
}
