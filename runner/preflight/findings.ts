import type { Release } from '../release/release';
import type { ImageSettings, PlaceSettings, PreflightSettings, RecoverySettings } from '../settings/slices';
import type { ExpectedDuration } from '../ecs/expected-duration';
import { imageAccount, rightAccount } from './checks/account';
import { fargateSize } from './checks/fargate-size';
import { architecture } from './checks/image';
import { notChecked } from './checks/not-checked';
import { percents } from './checks/percents';
import { leftContainers, registrable } from './checks/revision';
import { bakes, deployable, desiredCount, inProgress, jobTimeout, rollbackAvailable } from './checks/service';
import { alarmFindings } from './checks/surroundings/alarms';
import { ports, targetGroups } from './checks/surroundings/load-balancer';
import { logGroupFindings } from './checks/surroundings/log-groups';
import { permissionFindings } from './checks/surroundings/permissions';
import { roleFindings } from './checks/surroundings/roles';
import { parameters, secretFindings } from './checks/surroundings/secrets';
import { subnetFindings } from './checks/surroundings/subnets';
import type { PreflightEvidence } from './evidence/evidence';
import type { Found } from './evidence/finding';
import type { Caller } from './evidence/identity-api';
import { findingsIn } from './evidence/lookup';

interface OwnSlices {
  readonly place: PlaceSettings;
  readonly recovery: RecoverySettings;
  readonly preflight: PreflightSettings;
  readonly image: ImageSettings;
}

/** What the release says by itself: these are asked whether ECS_CD_PREFLIGHT is on or off. */
export function ownFindings(
  { place, recovery, preflight, image }: OwnSlices,
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
    service && !undeployable
      ? [
          bakes(service, preflight),
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
  fargateSize,
  ports,
  targetGroups,
  percents,
  roleFindings,
  logGroupFindings,
  secretFindings,
  parameters,
  subnetFindings,
  alarmFindings,
  ({ looks }) => looks.drains.map(({ look }) => findingsIn('deregistration delay', look, () => undefined)),
  permissionFindings,
  notChecked,
];

export function furtherFindings(evidence: PreflightEvidence): Found {
  return checks.map((check) => check(evidence));
}
