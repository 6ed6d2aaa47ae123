import type { Clock } from '../clock';
import { expectedDurationOf, type ExpectedDuration } from '../ecs/expected-duration';
import type { Release } from '../release/release';
import type { AwsSettings } from '../settings/aws-settings';
import type { ProofSettings } from '../settings/health-check';
import type { ImageSettings } from '../settings/image-settings';
import type { PlaceSettings, PreflightSettings, RecoverySettings } from '../settings/slices';
import { imageAccount, rightAccount } from './checks/account';
import { alarmFindings } from './checks/alarms';
import { architecture } from './checks/image';
import { archivedIn, removedWhileInUse } from './checks/lifecycle';
import { instanceFindings, ports, subnetFindings, targetGroups } from './checks/network';
import { hookFindings, notChecked, permissionFindings } from './checks/permissions';
import {
  askedSize,
  expressTaskDefinition,
  fargateSize,
  leftContainers,
  registeredSince,
  registrable,
  riskyValues,
  takenBack,
} from './checks/revision';
import {
  bakes,
  deployable,
  desiredCount,
  inProgress,
  jobTimeout,
  percents,
  rollbackAvailable,
} from './checks/service';
import { shiftFindings } from './checks/shift';
import { logGroupFindings, parameters, roleFindings, secretFindings } from './checks/task-resources';
import { idleHeader, testHook } from './checks/test-hook';
import { gatherEvidence, type LookupEffects, type PreflightEvidence } from './evidence/evidence';
import { findingsIn, eachFinding, seenValueOf, type Found } from './evidence/finding';
import type { Caller } from './evidence/surroundings-api';

/** What of the settings a release is compared with. */
export interface PreflightSlices {
  readonly aws: AwsSettings;
  readonly place: PlaceSettings;
  readonly image: ImageSettings;
  readonly recovery: RecoverySettings;
  readonly preflight: PreflightSettings;
  readonly proof: ProofSettings;
}

export interface PreflightEffects {
  /** What can be looked at until the signal. */
  readonly look: (signal: AbortSignal) => LookupEffects;
  readonly clock: Clock;
  readonly interruption: AbortSignal;
}

/** The gravest finding first; no caller where nobody looked or AWS did not say, and nothing expected where nothing would be deployed. */
export type Preflight = Awaited<ReturnType<typeof runPreflight>>;

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
) {
  const looks = () => look(AbortSignal.any([interruption, clock.timeout(limitMs)]));
  const isOn = slices.preflight.preflight === 'on';
  const evidence = isOn ? await gatherEvidence(slices, release, looks(), clock.now()) : undefined;
  const { caller: whoCalls, drains = [] } = evidence?.looks ?? {};
  const caller = seenValueOf(whoCalls);
  const drainSeconds = drains.flatMap((drain) => seenValueOf(drain.look) ?? []);
  const expected =
    release.service && !release.isServed ? expectedDurationOf(release.service, drainSeconds) : undefined;
  const own = ownFindings(slices, release, expected, caller);
  const further = evidence && checks.map((check) => check(evidence));
  const ranks = { error: 0, warning: 1, unknown: 2 };
  const findings = eachFinding([ofImage, own, further]).toSorted(
    (a, b) => ranks[a.severity] - ranks[b.severity],
  );
  return { findings, caller, expected, archived: evidence ? archivedIn(evidence) : [] };
}

/** What the release says by itself: these are asked whether ECS_CD_PREFLIGHT is on or off. */
function ownFindings(
  { place, recovery, preflight, image, proof }: PreflightSlices,
  release: Release,
  expected: ExpectedDuration | undefined,
  caller?: Caller,
): Found {
  const { service, choice } = release;
  const undeployable = deployable(service, place);
  return [
    rightAccount(place.accountId, service, caller),
    undeployable,
    registrable(choice),
    leftContainers(choice, image.repository),
    riskyValues(choice),
    takenBack(choice, caller),
    registeredSince(choice),
    idleHeader(proof),
    service && !undeployable
      ? [
          bakes(service, preflight),
          testHook(service, proof.testHealthCheck),
          inProgress(service, choice.existing, preflight),
          desiredCount(service, release, place),
          rollbackAvailable(service, release, recovery),
          jobTimeout(expected, preflight),
        ]
      : undefined,
  ];
}

/** Every check that looks further; one that does not apply finds nothing. */
const checks: readonly ((evidence: PreflightEvidence) => Found)[] = [
  ({ looks }) => findingsIn('caller', looks.caller, () => undefined),
  imageAccount,
  architecture,
  removedWhileInUse,
  fargateSize,
  askedSize,
  ports,
  targetGroups,
  expressTaskDefinition,
  percents,
  roleFindings,
  logGroupFindings,
  secretFindings,
  parameters,
  subnetFindings,
  instanceFindings,
  alarmFindings,
  shiftFindings,
  ({ looks }) => looks.drains.map(({ look }) => findingsIn('deregistration delay', look, () => undefined)),
  permissionFindings,
  hookFindings,
  notChecked,
];
