import type { ReleaseSettings } from '../settings/settings';
import type { Release } from '../release/release';
import type { PreflightFinding } from './evidence/finding';
import type { Clock } from '../clock';
import { furtherFindings, ownFindings } from './findings';
import { gatherEvidence, type LookupEffects } from './gather';
import type { Caller } from './evidence/sts-api';

export interface PreflightEffects {
  readonly look: LookupEffects;
  readonly clock: Clock;
  readonly interruption: AbortSignal;
}

export interface Preflight {
  /** The gravest first. */
  readonly findings: readonly PreflightFinding[];
  /** Undefined where nobody looked, or AWS did not say. */
  readonly caller: Caller | undefined;
}

/** For all looks together: what has not been answered by then is not waited for. */
const limitMs = 5_000;

/**
 * Everything that speaks against a release, before anything is changed; `ofImage` is what is to be said of its image.
 * Changes nothing, and never throws for what it sees.
 */
export async function runPreflight(
  settings: ReleaseSettings,
  release: Release,
  ofImage: readonly PreflightFinding[],
  { look, clock, interruption }: PreflightEffects,
): Promise<Preflight> {
  if (settings.preflight === 'off') {
    return { findings: sorted([...ofImage, ...ownFindings(settings, release)]), caller: undefined };
  }
  const signal = AbortSignal.any([interruption, clock.timeout(limitMs)]);
  const looks = await gatherEvidence(settings, release, look, signal);
  return {
    findings: sorted([
      ...ofImage,
      ...ownFindings(settings, release, looks),
      ...furtherFindings(settings, release, looks),
    ]),
    caller: looks.caller.kind === 'seen' ? looks.caller.value : undefined,
  };
}

const ranks = { error: 0, warning: 1, unknown: 2 } as const;

function sorted(findings: readonly PreflightFinding[]): PreflightFinding[] {
  return findings.toSorted((a, b) => ranks[a.severity] - ranks[b.severity]);
}
