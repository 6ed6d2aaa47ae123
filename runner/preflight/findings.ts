import type { ReleaseSettings } from '../contract/settings';
import type { Release } from '../service/release';
import { imageAccount, rightAccount } from './checks/account';
import { architecture } from './checks/architecture';
import { deployable } from './checks/deployable';
import { elsewhere } from './checks/elsewhere';
import { fargateSize } from './checks/fargate-size';
import { inProgress } from './checks/in-progress';
import { ports, targetGroups } from './checks/load-balancer';
import { logGroups } from './checks/log-groups';
import { percents } from './checks/percents';
import { permissions } from './checks/permissions';
import { registrable } from './checks/registrable';
import { roles } from './checks/roles';
import { desiredCount, safetyNet } from './checks/safety-net';
import { parameters, secrets } from './checks/secrets';
import { subnets } from './checks/subnets';
import { definitionOf, type Evidence, type Looks } from './evidence';
import type { PreflightFinding } from './finding';
import { unseenOf } from './look';

/** What the release says by itself: these are asked whether ECS_CD_PREFLIGHT is on or off. */
export function ownFindings(settings: ReleaseSettings, release: Release, looks?: Looks): PreflightFinding[] {
  const { service, choice } = release;
  const found = deployable(service, settings);
  return [
    ...rightAccount(settings.accountId, service, looks?.caller),
    ...found,
    ...registrable(choice),
    ...(service && found.length === 0
      ? [
          ...inProgress(service, choice.existing, settings.inProgress),
          ...desiredCount(service, release, settings),
          ...safetyNet(service, release, settings),
        ]
      : []),
  ];
}

/** Every check that looks further; one that does not apply finds nothing. */
const checks: readonly ((evidence: Evidence) => PreflightFinding[])[] = [
  ({ looks }) => unseenOf('caller', looks.caller),
  imageAccount,
  architecture,
  fargateSize,
  ports,
  targetGroups,
  percents,
  roles,
  logGroups,
  secrets,
  parameters,
  subnets,
  permissions,
  elsewhere,
];

export function furtherFindings(
  settings: ReleaseSettings,
  release: Release,
  looks: Looks,
): PreflightFinding[] {
  const evidence = {
    settings,
    release,
    service: release.service ?? {},
    definition: definitionOf(release),
    looks,
  };
  return checks.flatMap((check) => check(evidence));
}
