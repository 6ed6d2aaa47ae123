import { vulnerabilityKeyOf, type Judged } from '../scan/judge-findings';
import { testsOf } from './junit';

/** What GitLab's reports are made of. */
export interface ScanRecord {
  /** `registry/name:tag` */
  readonly reference: string;
  /** The file that a finding is shown at. */
  readonly dockerfile: string;
  readonly judged: readonly Judged[];
  /** Milliseconds of the clock. */
  readonly startedAt: number;
  readonly endedAt: number;
}

const { version } = require('../../package.json') as { readonly version: string };

/** What GitLab's Code Quality and its container scanning call each. */
const gitlabSeverities: Readonly<Record<string, readonly [quality: string, security: string]>> = {
  critical: ['blocker', 'Critical'],
  high: ['critical', 'High'],
  medium: ['major', 'Medium'],
  low: ['minor', 'Low'],
  informational: ['info', 'Info'],
};

/** `high: CVE-2026-1234 in openssl 3.0.1, fixed in 3.0.2` */
function titleOf({ severity, id, packageName, version, fixedIn }: Judged): string {
  return `${severity}: ${id} in ${packageName} ${version}${fixedIn && `, fixed in ${fixedIn}`}`;
}

/** For the merge request, in every tier (GitLab docs, Code Quality report format); exceptions are left out. */
export function codeQualityOf({ judged, dockerfile }: ScanRecord): string {
  const issues = judged
    .filter(({ exception }) => !exception)
    .map((one) => ({
      description: titleOf(one),
      check_name: one.id,
      fingerprint: vulnerabilityKeyOf(one),
      severity: gitlabSeverities[one.severity]?.[0] ?? 'info',
      location: { path: dockerfile, lines: { begin: 1 } },
    }));
  return JSON.stringify(issues, undefined, 2);
}

/** For GitLab Ultimate, which keeps exceptions of its own, by a schema that GitLab 17 and newer know. */
export function containerScanningOf({ judged, reference, startedAt, endedAt }: ScanRecord): string {
  const timeOf = (time: number) => new Date(time).toISOString().slice(0, 19);
  const ours = { id: 'ecs-cd', name: 'ecs-cd', version, vendor: { name: 'ecs-cd' } };
  const vulnerabilities = judged.map((one) => ({
    id: vulnerabilityKeyOf(one),
    name: one.id.slice(0, 255),
    description: one.description,
    severity: gitlabSeverities[one.severity]?.[1] ?? 'Unknown',
    ...(one.fixedIn ? { solution: `upgrade to ${one.fixedIn}`.slice(0, 7000) } : {}),
    identifiers: [
      {
        ...{ type: /^CVE-/.test(one.id) ? 'cve' : 'amazon-ecr', name: one.id, value: one.id },
        ...(/^https?:\/\/./.test(one.url) ? { url: one.url } : {}),
      },
    ],
    location: {
      dependency: { package: { name: one.packageName }, version: one.version },
      operating_system: 'unknown',
      image: reference,
    },
  }));
  const time = { start_time: timeOf(startedAt), end_time: timeOf(endedAt) };
  const scan = { type: 'container_scanning', status: 'success', ...time, analyzer: ours, scanner: ours };
  return JSON.stringify({ version: '15.0.7', scan, vulnerabilities }, undefined, 2);
}

/** For GitLab's list of tests: the scan itself, and a test for each finding. */
export function scanJunitOf({ judged, reference }: ScanRecord): string {
  const cases = judged.map((one) => ({
    ...{ classname: one.packageName, name: titleOf(one) },
    failure: one.isStopping ? `${one.description} ${one.url}` : undefined,
    skipped: one.exception && `${one.exception.reason} (until ${one.exception.until})`,
  }));
  const scanned = { classname: 'ecs-cd', name: `${reference} was scanned` };
  return testsOf(`findings in ${reference}`, [scanned, ...cases]);
}
