import type { ReleaseSettings } from '../contract/settings';
import type { PreflightFinding } from '../preflight/finding';
import type { Preflight } from '../preflight/preflight';
import type { JobLog } from './job-log';

/** What a deployment says of its preflight: one line, one for each warning, and one for all that was not looked at. */
export function tellPreflight(
  { findings, caller }: Preflight,
  { preflight }: Pick<ReleaseSettings, 'preflight'>,
  log: Pick<JobLog, 'line' | 'warning'>,
): void {
  const who = caller ? `${caller.arn}: ` : '';
  const isOff =
    preflight === 'off' ? ' (ECS_CD_PREFLIGHT is off: only what the deployment reads anyway)' : '';
  log.line(`preflight   ${who}${summaryOf(findings)}${isOff}`);
  for (const { subject, message, fix } of findings.filter(({ severity }) => severity === 'warning')) {
    log.warning(`${subject}: ${message} (fix: ${fix})`);
  }
  const unseen = unseenLineOf(findings);
  if (unseen !== undefined) log.line(`            ${unseen}`);
}

/** `1 error, 2 warnings, 3 not looked at` */
export function summaryOf(findings: readonly PreflightFinding[]): string {
  const count = (severity: PreflightFinding['severity']) =>
    findings.filter((finding) => finding.severity === severity).length;
  const [errors, warnings, unknowns] = [count('error'), count('warning'), count('unknown')];
  const parts = [
    ...(errors > 0 ? [plural(errors, 'error')] : []),
    ...(warnings > 0 ? [plural(warnings, 'warning')] : []),
    ...(unknowns > 0 ? [`${unknowns} unknown`] : []),
  ];
  return errors + warnings === 0 ? ['nothing stands in the way', ...parts].join(', ') : parts.join(', ');
}

/** What is not known, by the permission that is missing; for other reasons last. */
function unseenLineOf(findings: readonly PreflightFinding[]): string | undefined {
  const unknowns = findings.filter(({ severity }) => severity === 'unknown');
  const permissions = [...new Set(unknowns.flatMap(({ permission }) => permission ?? []))];
  const denied = permissions.map((permission) => {
    const subjects = unknowns.filter((one) => one.permission === permission).map(({ subject }) => subject);
    return `${subjects.join(' and ')} (not permitted: ${permission})`;
  });
  const others = unknowns
    .filter(({ permission }) => permission === undefined)
    .map(({ subject, message }) => `${subject} (${message})`);
  const all = [...denied, ...others];
  return all.length === 0 ? undefined : `unknown: ${all.join('; ')}`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
