import type { Clock } from '../clock';
import { expectedDurationOf, type ExpectedDuration } from '../ecs/expected-duration';
import type { Release } from '../release/release';
import type { AwsSettings } from '../settings/aws-settings';
import type { ImageSettings, PlaceSettings, PreflightSettings, RecoverySettings } from '../settings/slices';
import { gatherEvidence, type LookupEffects } from './evidence/evidence';
import { listOf, type Found, type PreflightFinding } from './evidence/finding';
import type { Caller } from './evidence/identity-api';
import { valueOf } from './evidence/lookup';
import { furtherFindings, ownFindings } from './findings';

/** What of the settings a release is compared with. */
export interface PreflightSlices {
  readonly aws: AwsSettings;
  readonly place: PlaceSettings;
  readonly image: ImageSettings;
  readonly recovery: RecoverySettings;
  readonly preflight: PreflightSettings;
}

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
  /** Undefined where nothing would be deployed. */
  readonly expected: ExpectedDuration | undefined;
}

/** For all looks together: what has not been answered by then is not waited for. */
const limitMs = 5_000;

/**
 * Everything that speaks against a release, before anything is changed; `ofImage` is what is to be said of its image.
 * Changes nothing, and never throws for what it sees.
 */
export async function runPreflight(
  slices: PreflightSlices,
  release: Release,
  ofImage: Found,
  { look, clock, interruption }: PreflightEffects,
): Promise<Preflight> {
  const signalOf = () => AbortSignal.any([interruption, clock.timeout(limitMs)]);
  const isOn = slices.preflight.preflight === 'on';
  const evidence = isOn ? await gatherEvidence(slices, release, look, signalOf()) : undefined;
  const { caller: whoCalls, drains = [] } = evidence?.looks ?? {};
  const caller = valueOf(whoCalls);
  const drainSeconds = drains.flatMap((drain) => valueOf(drain.look) ?? []);
  const expected =
    release.service && !release.isServed ? expectedDurationOf(release.service, drainSeconds) : undefined;
  const own = ownFindings(slices, release, expected, caller);
  return { findings: sorted([ofImage, own, evidence && furtherFindings(evidence)]), caller, expected };
}

const ranks = { error: 0, warning: 1, unknown: 2 } as const;

function sorted(found: Found): PreflightFinding[] {
  return listOf(found).toSorted((a, b) => ranks[a.severity] - ranks[b.severity]);
}
