import { EcsCdError, type Problem, type Verdict } from '../../errors';
import { fixesOf, type Finding } from '../../diagnosis/finding';
import { familyRevisionOf, lastSegmentOf } from '../../names/arn';
import type { Recording } from '../../recording/recording';
import { type Outcome, outcomeOfError } from '../../verdict/outcome';
import { consoleUrlOf, logUrlOf } from '../console-url';
import { fixesIn } from '../general-fix';

/** What a run leaves to be read later, as `docs/report.schema.json` says. Every form of it has these facts and no others. */
export type RunReport = ReturnType<typeof runReportOf>;
export type ServiceReport = ReturnType<typeof serviceReportOf>;
export type FindingReport = ReturnType<typeof findingReportOf>;

export interface RecordedService {
  readonly region: string;
  readonly cluster: string;
  readonly service: string;
  readonly stage?: string | undefined;
  readonly recording: Recording;
}

export interface ReportFacts {
  readonly tool: string;
  readonly command: string;
  /** Milliseconds of the clock. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly exitCode: number;
  /** How it ended, or the error that ended it. */
  readonly end: Outcome | { readonly error: unknown };
  readonly services: readonly RecordedService[];
  readonly warnings: readonly string[];
  readonly job: Readonly<
    Record<'url' | 'pipelineUrl' | 'project' | 'ref' | 'commit' | 'user', string | undefined>
  >;
}

/** What its reader can do, the next step first. */
export const toDoOf = ({ next, fix }: Pick<ServiceReport, 'next' | 'fix'>) => [
  ...(next ? [next] : []),
  ...fix,
];

export function runReportOf({ end, services, startedAt, endedAt, ...facts }: ReportFacts) {
  const outcome = 'error' in end ? outcomeOfError(end.error) : end;
  return {
    version: 1,
    ...facts,
    ...endOf(outcome),
    startedAt: timeOf(startedAt),
    endedAt: timeOf(endedAt),
    problems: 'error' in end && end.error instanceof EcsCdError ? end.error.problems : noProblems,
    services: services.map((each) => serviceReportOf(each, ownOf(outcome, each))),
  };
}

const noProblems: readonly Problem[] = [];
const timeOf = (time: number) => new Date(time).toISOString();

/** Of a service of a release of several, which may not have been begun. */
function ownOf(outcome: Outcome, { service }: RecordedService): Outcome | undefined {
  if (!outcome.services) return outcome;
  return outcome.services.find(({ name }) => name === lastSegmentOf(service))?.outcome;
}

function endOf(outcome: Outcome) {
  const { verdict, happened, done, next } = outcome;
  return { verdict, happened, done, fix: fixesIn(outcome), next };
}

function serviceReportOf(
  { region, cluster, service, stage, recording }: RecordedService,
  outcome: Outcome | undefined,
) {
  const { replaced, checks, events, eventsLeftOut, samples, legs } = recording;
  return {
    ...{ name: lastSegmentOf(service), cluster: lastSegmentOf(cluster), region, stage },
    consoleUrl: consoleUrlOf({ region, cluster, service }),
    ...ownEndOf(outcome),
    before: replaced?.before,
    after: replaced?.after,
    differences:
      replaced?.differences.slice(0, mostDifferences).map(({ path, kind, before, after, isHidden }) => ({
        path,
        kind,
        before,
        after,
        isHidden: isHidden || undefined,
      })) ?? [],
    checks: checks.map(({ severity, subject, message, fix }) => ({ severity, subject, message, fix })),
    legs: legs.map((leg) => ({ ...leg, at: timeOf(leg.at) })),
    samples: samples.map((sample) => ({ ...sample, at: timeOf(sample.at) })),
    events: events.map((event) => ({ ...event, at: timeOf(event.at) })),
    eventsLeftOut,
  };
}

function ownEndOf(outcome: Outcome | undefined) {
  const { state = [], findings = [], deploymentId, serving } = outcome ?? {};
  return {
    ...(outcome ? endOf(outcome) : notBegun),
    state,
    findings: findings.slice(0, mostFindings).map(findingReportOf),
    deployment: deploymentId,
    serving: serving && familyRevisionOf(serving),
  };
}

const mostFindings = 10;
const mostDifferences = 60;
const mostTaskIds = 10;
const notBegun = {
  verdict: 'not-begun' as Verdict | 'not-begun',
  happened: 'not begun, and not changed',
  done: undefined,
  fix: [] as readonly string[],
  next: undefined,
};

function findingReportOf(finding: Finding) {
  const { cause, said, revision, taskIds, log } = finding;
  return {
    cause: cause?.id,
    explanation: cause?.explanation,
    fault: cause?.fault,
    fix: fixesOf([finding])[0],
    said,
    revision,
    taskCount: taskIds.length,
    taskIds: taskIds.slice(0, mostTaskIds),
    log: log && {
      stream: log.stream,
      url: log.stream === undefined ? undefined : log.source && logUrlOf(log.source),
      lines: log.lines,
      why: log.stream === undefined ? log.why : undefined,
    },
  };
}
