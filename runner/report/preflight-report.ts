import type { PreflightSettings } from '../settings/slices';
import { expectedDurationTextOf } from '../ecs/expected-duration';
import type { PreflightFinding } from '../preflight/evidence/finding';
import type { Preflight } from '../preflight/preflight';
import type { JobLog } from '../log/job-log';

/** What a deployment says of its preflight: one line, one for each warning, and one for all that was not checked. */
export function tellPreflight(
  { findings, caller, expected }: Preflight,
  { preflight }: PreflightSettings,
  log: Pick<JobLog, 'line' | 'warning'>,
): void {
  const who = caller ? `${caller.arn}: ` : '';
  const isOff =
    preflight === 'off' ? ' (ECS_CD_PREFLIGHT is off: only what the deployment reads anyway)' : '';
  log.line(`preflight   ${who}${summaryOf(findings)}${isOff}`);
  for (const { subject, message, fix } of findings.filter(({ severity }) => severity === 'warning')) {
    log.warning(`${subject}: ${message} (fix: ${fix})`);
  }
  log.line(unseenLinesOf(findings));
  const takes = expected && expectedDurationTextOf(expected);
  if (takes !== undefined) log.line(`takes       ${takes}`);
}

/** `1 error, 2 warnings, 3 unknown` */
export function summaryOf(findings: readonly PreflightFinding[]): string {
  const counts = (['error', 'warning', 'unknown'] as const)
    .map((severity) => ({ severity, count: findings.filter((one) => one.severity === severity).length }))
    .filter(({ count }) => count > 0);
  const parts = counts.map(
    ({ severity, count }) => `${count} ${severity}${severity === 'unknown' || count === 1 ? '' : 's'}`,
  );
  const isFound = counts.some(({ severity }) => severity !== 'unknown');
  return [...(isFound ? [] : ['no problems found']), ...parts].join(', ');
}

/** What is not known, by the permission that is missing; for other reasons last. */
function unseenLinesOf(findings: readonly PreflightFinding[]): string[] {
  const unknowns = findings.filter(({ severity }) => severity === 'unknown');
  const others = unknowns
    .filter(({ permission }) => permission === undefined)
    .map(({ subject, message }) => `${subject} (${message})`);
  return indented('unknown: ', [...deniedOf(unknowns), ...others]);
}

/** The lines of what was not checked for want of a permission. */
export function deniedLinesOf(findings: readonly PreflightFinding[]): string[] {
  return indented('not allowed to check: ', deniedOf(findings));
}

function deniedOf(findings: readonly PreflightFinding[]): string[] {
  const permissions = [...new Set(findings.flatMap(({ permission }) => permission ?? []))];
  return permissions.map((permission) => {
    const subjects = findings.filter((one) => one.permission === permission).map(({ subject }) => subject);
    return `${subjects.join(' and ')} (${permission})`;
  });
}

const indented = (label: string, items: readonly string[]) =>
  items.length === 0 ? [] : [`${' '.repeat(12)}${label}${items.join(', ')}`];
