import type { AwsSettings, PlaceSettings, RevisionSettings } from '../settings/slices';
import type { Verdict } from '../errors';
import type { Preflight } from '../preflight/preflight';
import type { Plan, PlannedDifference } from '../release/plan';

interface PlanFileSlices {
  readonly aws: AwsSettings;
  readonly place: PlaceSettings;
  readonly revision: RevisionSettings;
}

/** The plan for programs. It has the values that the job log has, and no others. */
export function planFileOf(
  plan: Plan,
  { findings, caller }: Preflight,
  verdict: Verdict,
  { aws, place, revision }: PlanFileSlices,
): string {
  const { image, from, to, differences, happens, rollbackTo } = plan;
  const content = {
    version: 1,
    verdict,
    happens,
    region: aws.region,
    accountId: caller?.accountId ?? null,
    cluster: place.cluster,
    service: place.service,
    stage: revision.stage,
    image: { reference: image.reference, digest: image.digest ?? null, isBuilt: image.digest !== undefined },
    from: from ?? null,
    to: to.kind === 'existing' ? { revision: to.revision } : { registeredFrom: to.base },
    rollbackTo: rollbackTo ?? null,
    differences: differences.map(differenceOf),
    findings: findings.map(({ severity, subject, message, fix, permission }) => ({
      ...{ severity, subject, message, fix },
      ...(permission === undefined ? {} : { permission }),
    })),
  };
  return `${JSON.stringify(content, undefined, 2)}\n`;
}

function differenceOf({ path, kind, before, after, isHidden, cause }: PlannedDifference) {
  return {
    path,
    kind,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    ...(isHidden ? { isHidden } : {}),
    cause,
  };
}
