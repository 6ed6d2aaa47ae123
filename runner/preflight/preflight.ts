import type {
  AwsSettings,
  ImageSettings,
  PlaceSettings,
  PreflightSettings,
  RecoverySettings,
} from '../settings/slices';
import { expectedDurationOf, type ExpectedDuration } from '../ecs/expected-duration';
import type { Release } from '../release/release';
import type { PreflightFinding } from './evidence/finding';
import type { Clock } from '../clock';
import { furtherFindings, ownFindings } from './findings';
import { gatherEvidence, type LookupEffects } from './gather';
import type { Caller } from './evidence/sts-api';

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
  { aws, place, image, recovery, preflight }: PreflightSlices,
  release: Release,
  ofImage: readonly PreflightFinding[],
  { look, clock, interruption }: PreflightEffects,
): Promise<Preflight> {
  const slices = { place, recovery, preflight, image };
  const expectedWith = (drains?: readonly number[]) =>
    release.service && !release.isServed ? expectedDurationOf(release.service, drains) : undefined;
  if (preflight.preflight === 'off') {
    const expected = expectedWith();
    return {
      findings: sorted([...ofImage, ...ownFindings(slices, release, expected)]),
      caller: undefined,
      expected,
    };
  }
  const signal = AbortSignal.any([interruption, clock.timeout(limitMs)]);
  const looks = await gatherEvidence(aws, release, look, signal);
  const drains = looks.drains.flatMap(({ look }) => (look.kind === 'seen' ? (look.value ?? []) : []));
  const expected = expectedWith(drains);
  return {
    findings: sorted([
      ...ofImage,
      ...ownFindings(slices, release, expected, looks),
      ...furtherFindings(image, release, looks),
    ]),
    caller: looks.caller.kind === 'seen' ? looks.caller.value : undefined,
    expected,
  };
}

const ranks = { error: 0, warning: 1, unknown: 2 } as const;

function sorted(findings: readonly PreflightFinding[]): PreflightFinding[] {
  return findings.toSorted((a, b) => ranks[a.severity] - ranks[b.severity]);
}
