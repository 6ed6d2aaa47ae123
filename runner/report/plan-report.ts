import type { Service } from '@aws-sdk/client-ecs';
import type { PlaceSettings, RecoverySettings, PreflightSettings } from '../settings/slices';
import type { PreflightFinding } from '../preflight/evidence/finding';
import type { Preflight, PreflightSlices } from '../preflight/preflight';
import type { DifferenceCause, Plan, PlannedDifference } from '../release/plan';
import { expectedDurationTextOf } from '../ecs/expected-duration';
import { problemReportOf, rowsOf } from './problem-report';
import type { JobLog } from '../log/job-log';

const width = 100;
const mostDifferences = 60;

/** A plan as the developer reads it in the job log; errors are left to the end of the run. */
export function planReportOf(
  plan: Plan,
  { findings, caller, expected }: Preflight,
  service: Service | undefined,
  { aws, place, recovery, preflight }: Omit<PreflightSlices, 'image' | 'proof'>,
): string[] {
  const takes = expected && expectedDurationTextOf(expected);
  const { image, from, rollbackTo, differences } = plan;
  const isBuilt = image.digest === undefined ? '(not built yet)' : `is ${image.digest}`;
  const isOff = preflight.preflight === 'off' ? ' (ECS_CD_PREFLIGHT is off)' : '';
  return [
    ...rowsOf('image', [`${image.reference} ${isBuilt}`]),
    ...rowsOf('caller', [caller && `${caller.arn}, account ${caller.accountId}, ${aws.region}`]),
    // Where there is no service there is nothing to plan: the errors say what is in the way.
    ...(service
      ? [
          ...rowsOf('service', [serviceLineOf(service, from, place)]),
          ...rowsOf('rollback', [plan.isChange ? rollbackLineOf(rollbackTo, recovery) : undefined]),
          ...rowsOf('takes', [takes]),
          ...rowsOf('plan', [plan.happens]),
          '',
          ...(differences.length > 0 ? [...differenceLinesOf(differences), ''] : []),
        ]
      : []),
    ...rowsOf('preflight', [`${summaryOf(findings)}${isOff}`]),
    ...findingLinesOf(findings),
  ];
}

function serviceLineOf(
  service: Service,
  from = 'nothing',
  { service: name, cluster }: PlaceSettings,
): string {
  const { desiredCount = 0, runningCount = 0, deploymentConfiguration = {} } = service;
  const { strategy = 'ROLLING', minimumHealthyPercent, maximumPercent } = deploymentConfiguration;
  const { deploymentCircuitBreaker: breaker, alarms } = deploymentConfiguration;
  const onOff = (one: { enable?: boolean | undefined; rollback?: boolean | undefined } | undefined) =>
    one?.enable ? `on${one.rollback ? ' with rollback' : ''}` : 'off';
  const percents =
    strategy === 'ROLLING' ? ` ${minimumHealthyPercent ?? 100} to ${maximumPercent ?? 200} %` : '';
  return (
    `${name} in ${cluster} runs ${from}, ${runningCount} of ${desiredCount} tasks; ` +
    `${strategy}${percents}, circuit breaker ${onOff(breaker)}, alarms ${onOff(alarms)}`
  );
}

function rollbackLineOf(rollbackTo: string | undefined, { rollback }: RecoverySettings): string {
  if (rollback === 'off') return 'off (ECS_CD_ROLLBACK): a failed deployment would be left as it is';
  return rollbackTo === undefined ? 'to nothing' : `to ${rollbackTo} if the deployment fails`;
}

/** By what causes them, the release's own first. */
function differenceLinesOf(differences: readonly PlannedDifference[]): string[] {
  const shown = differences.slice(0, mostDifferences);
  const left = differences.length - shown.length;
  const causes = new Map(shown.map(({ cause }) => [causeLineOf(cause), cause] as const));
  const sorted = [...causes].toSorted(([, a], [, b]) => causeRanks[a.kind] - causeRanks[b.kind]);
  return [
    ...sorted.flatMap(([line, cause]) => [
      `  ${line}`,
      ...authorLineOf(cause),
      ...shown.filter(({ cause }) => causeLineOf(cause) === line).flatMap(differenceLineOf),
    ]),
    ...(left > 0 ? [`  and ${left} more, all of them in the plan file`] : []),
  ];
}

const causeRanks = { image: 0, stage: 1, values: 2, file: 3, revision: 3 } as const;

function causeLineOf(cause: DifferenceCause): string {
  if (cause.kind === 'revision') return `by ${revisionTextOf(cause)}`;
  const texts = {
    image: 'by this image',
    stage: 'by STAGE',
    values: 'by ECS_CD_ENV_*, ECS_CD_SECRET_*, ECS_CD_CPU and ECS_CD_MEMORY of this job',
  };
  return cause.kind === 'file' ? `by ${cause.file}` : texts[cause.kind];
}

function revisionTextOf({ revision, from, isOurs }: Extract<DifferenceCause, { kind: 'revision' }>): string {
  if (isOurs === undefined) return revision;
  return isOurs
    ? `a revision after ${from} that was registered outside of this pipeline; ${revision} took it over`
    : `${revision}, which was registered outside of this pipeline`;
}

/** Who registered it, where AWS says it. */
function authorLineOf(cause: DifferenceCause): string[] {
  if (cause.kind !== 'revision' || cause.registeredBy === undefined) return [];
  const { revision, registeredBy, registeredAt } = cause;
  return [`    (${revision}: ${registeredBy}${registeredAt === undefined ? '' : `, ${registeredAt}`})`];
}

const signs = { added: '+', removed: '-', changed: '~' } as const;

function differenceLineOf({ path, kind, before, after, isHidden }: PlannedDifference): string[] {
  const [list, name = '', ...rest] = path;
  const place =
    list === 'containerDefinitions' ? [name, rest.join('.')].filter(Boolean).join(' ') : path.join('.');
  const head = `    ${signs[kind]} ${place}`;
  if (isHidden) return [`${head} (value not shown)`];
  const values = [before, after].flatMap((value) => value ?? []);
  const line = values.length === 0 ? head : `${head}: ${values.join(' -> ')}`;
  if (line.length <= width) return [line];
  const arrows = values.map((_, index) =>
    index === values.length - 1 && after !== undefined ? '-> ' : '   ',
  );
  return [head, ...values.map((value, index) => `        ${arrows[index] ?? ''}${value}`)];
}

/** Everything but the errors, which end the run and are its last words. */
function findingLinesOf(findings: readonly PreflightFinding[]): string[] {
  const told = findings
    .filter(({ severity, permission }) => severity !== 'error' && permission === undefined)
    .map((finding) => ({ ...finding, message: `${finding.severity}: ${finding.message}` }));
  const blocks = [deniedLinesOf(findings), problemReportOf(told)].filter(({ length }) => length > 0);
  return [...blocks.flatMap((lines) => ['', ...lines]), ''];
}

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
function summaryOf(findings: readonly PreflightFinding[]): string {
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
function deniedLinesOf(findings: readonly PreflightFinding[]): string[] {
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
