import type { ImageSettings, PlaceSettings, PreflightSettings, RecoverySettings } from '../settings/slices';
import type { Release } from '../release/release';
import { imageAccount, rightAccount } from './checks/account';
import { bakes } from './checks/bakes';
import { alarmFindings } from './checks/surroundings/alarms';
import { architecture } from './checks/architecture';
import { jobTimeout } from './checks/job-timeout';
import type { ExpectedDuration } from '../ecs/expected-duration';
import { deployable } from './checks/deployable';
import { notChecked } from './checks/not-checked';
import { fargateSize } from './checks/fargate-size';
import { inProgress } from './checks/in-progress';
import { ports, targetGroups } from './checks/surroundings/load-balancer';
import { logGroupFindings } from './checks/surroundings/log-groups';
import { percents } from './checks/percents';
import { permissionFindings } from './checks/surroundings/permissions';
import { leftContainers } from './checks/left-containers';
import { registrable } from './checks/registrable';
import { roleFindings } from './checks/surroundings/roles';
import { desiredCount, rollbackAvailable } from './checks/rollback-available';
import { parameters, secretFindings } from './checks/surroundings/secrets';
import { subnetFindings } from './checks/surroundings/subnets';
import { definitionOf, type PreflightEvidence, type Lookups } from './evidence/evidence';
import type { PreflightFinding } from './evidence/finding';
import { unseenFindings } from './evidence/lookup';

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
  looks?: Lookups,
): PreflightFinding[] {
  const { service, choice } = release;
  const found = deployable(service, place);
  return [
    ...rightAccount(place.accountId, service, looks?.caller),
    ...found,
    ...registrable(choice),
    ...leftContainers(choice, image.repository),
    ...(service && found.length === 0
      ? [
          ...bakes(service, preflight.waitUntil),
          ...inProgress(service, choice.existing, preflight.inProgress),
          ...desiredCount(service, release, place),
          ...rollbackAvailable(service, release, recovery),
          ...jobTimeout(expected, preflight.jobTimeoutSeconds),
        ]
      : []),
  ];
}

/** Every check that looks further; one that does not apply finds nothing. */
const checks: readonly ((evidence: PreflightEvidence) => PreflightFinding[])[] = [
  ({ looks }) => unseenFindings('caller', looks.caller),
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
  ({ looks }) => looks.drains.flatMap(({ look }) => unseenFindings('deregistration delay', look)),
  permissionFindings,
  notChecked,
];

export function furtherFindings(
  { repository }: ImageSettings,
  release: Release,
  looks: Lookups,
): PreflightFinding[] {
  const evidence = {
    repository,
    release,
    service: release.service ?? {},
    definition: definitionOf(release),
    looks,
  };
  return checks.flatMap((check) => check(evidence));
}
