import type { Deployment } from '@aws-sdk/client-ecs';
import type { Verdict } from '../errors';
import type { Cause } from '../causes/cause';
import { plainText } from '../log/plain-text';
import { textPatternOf } from '../log/text-pattern';
import type { Timeline } from '../log/timeline';
import type { ContainerLogTail } from './container-log-tail';

/** Something that keeps a deployment from succeeding: the tasks that failed the same way, or what the service says. */
export interface Finding {
  /** Undefined where nobody knows these words: they are all there is to say. */
  readonly cause: Cause | undefined;
  /** AWS's own words. */
  readonly said: string;
  /** `web:2`: whose tasks they are; absent where it is not about tasks that stopped. */
  readonly revision?: string;
  readonly taskIds: readonly string[];
  /** Whether it is about the followed deployment; else about the one that ECS goes back to. */
  readonly isOurs: boolean;
  /** For how long the service has gone on saying it; absent where it is about tasks that stopped. */
  readonly secondsSaid?: number;
  /** What the failing container of the first of these tasks wrote last. */
  readonly log?: ContainerLogTail;
}

/** One that is not about tasks that stopped: what the service, a load balancer or an alarm says of the deployment. */
export function serviceFinding(cause: Cause | undefined, said: string): Finding {
  return { cause, said: plainText(said), taskIds: [], isOurs: true };
}

/** The last words of the container, at most so many, as rows of a report; a stack keeps the line that it is of. */
export function logTailRowsOf({ cause, log }: Finding, most = Infinity): string[] {
  if (!log) return [];
  const start = Math.max(0, log.lines.length - most);
  const head = log.lines.findLastIndex((line, index) => index <= start && !line.startsWith(' '));
  const lines = log.lines.slice(head < 0 ? start : head);
  if (lines.length > 0)
    return [`last lines of its log, ${log.stream ?? ''}:`, ...lines.map((line) => `| ${line}`)];
  if (cause && cause.fault !== 'release') return [];
  if (log.stream === undefined) return [`its log cannot be shown: ${log.why}`];
  // (AWS docs) since June 2025 awslogs delivers without blocking the application unless it is told to.
  return [
    `its log, ${log.stream}, has no lines yet; the last lines may be dropped (awslogs' default non-blocking mode)`,
  ];
}

/** What two findings have in common that are one. */
export function keyOf({ cause, said, revision = '', isOurs }: Finding): string {
  return [isOurs, revision, textPatternOf(cause ? `${cause.id} ${cause.explanation}` : said)].join(' ');
}

/**
 * For the report: tasks that stopped before what the service says, the release's own fault before its surroundings',
 * the most frequent first. What the service or the load balancer says about the same is the better explanation.
 */
export function ranked(findings: readonly Finding[]): Finding[] {
  const stopped = findings.filter(({ taskIds }) => taskIds.length > 0);
  const others = findings.filter(({ taskIds }) => taskIds.length === 0);
  const explained = stopped.map((finding) => {
    const better = others.find((other) => isAbout(finding, other));
    return better ? { ...finding, cause: better.cause } : finding;
  });
  const stoppedIds = new Set(stopped.map(({ cause }) => cause?.id));
  // That ECS backs off is what failing tasks lead to, not why they fail.
  const rest = others.filter(
    ({ cause }) => !stoppedIds.has(cause?.id) && !(stopped.length > 0 && cause?.id === 'backing-off'),
  );
  return [...explained, ...rest].toSorted(
    (a, b) => faultRank(a) - faultRank(b) || b.taskIds.length - a.taskIds.length,
  );
}

/** Only the load balancer, and the event that quotes it, says more of a task's end than the task itself. */
function isAbout({ cause, isOurs, taskIds }: Finding, other: Finding): boolean {
  const isSame = cause?.id === 'target-unhealthy' && other.cause?.id === cause.id && other.isOurs === isOurs;
  const namesTask = /\(task /.test(other.said);
  return isSame && (!namesTask || taskIds.some((id) => other.said.includes(id)));
}

const ranks = { release: 0, surroundings: 2, nobody: 3 } as const;

function faultRank({ cause }: Finding): number {
  return cause ? ranks[cause.fault] : 1;
}

/** What keeps the service down comes first: after a way back that failed, that is the revision to go back to. */
export function findingsFor(verdict: Verdict, findings: readonly Finding[]): readonly Finding[] {
  const ours = findings.filter(({ isOurs }) => isOurs);
  const others = findings.filter(({ isOurs }) => !isOurs);
  if (verdict === 'succeeded') return [];
  if (verdict === 'superseded') return ours;
  return verdict === 'needs-attention' ? [...others, ...ours] : [...ours, ...others];
}

/**
 * How many tasks have failed so that the followed deployment cannot succeed any more, in words; undefined while it may.
 * Tasks of it that run speak against a cause that fewer tasks have failed of: of a hundred, two may crash. Where the next
 * task may fare better, those on their way speak against it as well.
 */
export function certainFailureOf(
  findings: readonly Finding[],
  { runningCount = 0, pendingCount = 0 }: Pick<Deployment, 'runningCount' | 'pendingCount'> = {},
): string | undefined {
  const finding = findings.find(({ cause, taskIds, secondsSaid = 0, isOurs }) => {
    if (!isOurs || !cause) return false;
    const { definitiveAfter = Infinity, definitiveAfterSeconds = Infinity, mayMendItself } = cause;
    const against = runningCount + (mayMendItself ? pendingCount : 0);
    const isTold = secondsSaid >= definitiveAfterSeconds && runningCount + pendingCount === 0;
    return isTold || taskIds.length >= Math.max(definitiveAfter, against);
  });
  if (!finding) return undefined;
  if (finding.taskIds.length === 0) return 'ECS starts no task; waiting will not help';
  const count = finding.taskIds.length;
  const failed = count === 1 ? 'a task failed' : `${count} tasks failed the same way`;
  return `${failed}; waiting will not help`;
}

/** What to change, as far as it is known. Where two revisions have failed, each fix says which one it mends. */
export function fixesOf(findings: readonly Finding[]): string[] {
  const revisions = new Set(findings.flatMap(({ revision }) => revision ?? []));
  const fixes = findings.flatMap((finding) => {
    const { revision, cause: { fix } = {} } = finding;
    if (fix === undefined) return [];
    return [revision === undefined || revisions.size < 2 ? fix : `${revision}: ${fix}`];
  });
  return [...new Set(fixes)];
}

/** What to do about a finding that has no fix of its own. */
export function whereToLook({ cause, taskIds: [taskId] }: Finding): string {
  const place =
    taskId === undefined
      ? 'see the events of the service'
      : `see the stopped task ${taskId} and the logs of its containers`;
  return cause
    ? `run the job again; if it persists, ${place}`
    : `${place}, and search AWS's text in the ECS documentation`;
}

/** A finding of which tasks were not known before. */
export interface FailureNews {
  readonly finding: Finding;
  readonly isNew: boolean;
  readonly taskIds: readonly string[];
}

/** The report at the end has all of them, with AWS's words and the fix. */
const linesShown = 3;

/** What was found out, in short. */
export function tellFindings(findings: readonly Finding[], timeline: Timeline): void {
  for (const finding of findings) {
    const {
      taskIds: [id],
      revision = '',
      said,
      cause,
    } = finding;
    const what = cause?.explanation ?? said;
    const lines = logTailRowsOf(finding, linesShown).filter((row) => row.startsWith('| '));
    timeline.trouble(id === undefined ? what : `task ${id} of ${revision} stopped: ${what}`, lines);
  }
}

export function tellFailures(news: readonly FailureNews[], timeline: Timeline): void {
  for (const { finding, isNew, taskIds } of news) {
    const [first = '', ...rest] = taskIds;
    if (isNew) tellFindings([{ ...finding, taskIds: [first] }], timeline);
    const more = isNew ? rest : taskIds;
    if (more.length === 0) continue;
    const who = more.length === 1 ? `task ${more[0] ?? ''}` : `${more.length} more tasks`;
    timeline.tell(`${who} stopped in the same way (${finding.taskIds.length} so far)`);
  }
}
