import type { Followed } from '../ecs/followed';
import type { Service } from '@aws-sdk/client-ecs';
import type { CallMeter } from '../aws/call-meter';
import { awsErrorKindOf } from '../aws/aws-error-kind';
import type { Clock } from '../clock';
import { EcsCdError } from '../errors';
import type { JobLog } from '../log/job-log';
import { plainText } from '../log/plain-text';
import { isNewer, primaryOf } from '../ecs/deployments';
import type { Ecs } from '../ecs/ecs-api';
import { failedTasks, type StoppedTasksReading } from './failed-tasks';
import { causeOf } from '../causes/failure-causes';
import { certainFailureOf, keyOf, logTailRowsOf, ranked, type Finding } from './finding';
import { containerLogTailReader } from './container-log-tail';
import type { Timeline } from '../log/timeline';
import { isFailing, taskCountsOf, type TaskCounts } from './task-counts';
import { unhealthyTargets } from './unhealthy-targets';
import type { TargetHealth } from '../ecs/target-health-api';
import type { TaskLogs } from '../ecs/task-logs-api';
import { failureEventsSince } from './failure-events';

export interface DiagnoseEffects {
  readonly ecs: Ecs;
  readonly taskLogs: TaskLogs;
  readonly targetHealth: TargetHealth;
  readonly meter: CallMeter;
  readonly clock: Clock;
  readonly log: JobLog;
}

export interface Diagnosis {
  /** Looks at what has failed, if this reading of the service hints at anything; tells what is new. */
  look(service: Service | undefined): Promise<void>;
  /** Looks, whatever the service says. */
  lookNow(service: Service | undefined): Promise<void>;
  /** Fetches the log lines that had not arrived yet. */
  fetchLateLines(): Promise<void>;
  /** From now on the tasks of this deployment, too: the way back. */
  include(deploymentId: string): void;
  findings(): readonly Finding[];
  /** What it may not look at, and what would permit it. */
  denied(): readonly string[];
  /** Why the deployment cannot succeed any more. */
  hopeless(service: Service | undefined): string | undefined;
}

/** A look without a hint, for a failure that the service's own report hides. */
const betweenLooksMs = 60_000;
const afterNoAnswerMs = 30_000;
/** The list of tasks may be some seconds behind the counts of the service (AWS docs: it is eventually consistent). */
const looksAfterHint = 3;
const betweenLateLinesMs = 10_000;
/** Of the 30 calls a minute, the waiting itself needs some 17. Why a task failed is worth the rest; details are not. */
const callsBefore = { look: 26, details: 22 };

interface Subject {
  readonly followed: Followed;
  /** What ECS said before that is about something else. */
  readonly since: Date;
  /** How many log lines of a failed container are read. */
  readonly logLines: number;
}

/** Why one deployment does not come up. Best effort: it never ends the run that asks. */
export function diagnosisOf(
  { followed, since, logLines }: Subject,
  timeline: Timeline,
  effects: DiagnoseEffects,
): Diagnosis {
  const { ecs, clock, meter } = effects;
  const failed = failedTasks(followed.deploymentId, ecs, containerLogTailReader(effects, timeline, logLines));
  const targets = unhealthyTargets(followed, effects, timeline);
  const included = new Set<string | undefined>([followed.deploymentId]);
  const otherFindings = new Map<string, Finding>();
  let before: TaskCounts | undefined;
  let looksLeft = 0;
  let denied: string | undefined;
  let lastLook = clock.now();
  let lastLateLines = clock.now();

  const all = () => [...failed.findings(), ...otherFindings.values()];
  const isAffordable = (what: keyof typeof callsBefore) => meter.inLastMinute() <= callsBefore[what];

  function addOther(finding: Finding) {
    const key = keyOf(finding);
    if (otherFindings.has(key)) return;
    timeline.trouble(headlineOf(finding), linesOf(finding, isExplained(finding, all())));
    otherFindings.set(key, finding);
  }

  /** Which deployments' tasks count: ours, and the one that ECS has gone back to. */
  function wantedIn(service: Service | undefined): ReadonlySet<string | undefined> {
    const primary = primaryOf(service);
    return primary && !isNewer(primary, followed) ? new Set([...included, primary.id]) : included;
  }

  async function lookNow(service: Service | undefined) {
    lastLook = clock.now();
    if (denied !== undefined) return;
    try {
      const known = all();
      const look = await failed.look(wantedIn(service), service);
      tellNews(look, known, timeline);
      looksLeft = look.news.length > 0 && !look.isIncomplete ? 0 : looksLeft - 1;
    } catch (error) {
      if (!(error instanceof EcsCdError)) throw error;
      if (awsErrorKindOf(error) !== 'denied') {
        lastLook -= betweenLooksMs - afterNoAnswerMs;
        looksLeft = 0;
        return;
      }
      denied = `why tasks stopped (${error.fix ?? error.message})`;
      timeline.tell(`cannot say why tasks stop: ${error.message}; ${error.fix ?? ''}`);
    }
  }

  async function fetchLateLines() {
    lastLateLines = clock.now();
    for (const finding of await failed.fetchLateLines()) {
      timeline.trouble(headlineOf(finding), logTailRowsOf(finding));
    }
  }

  return {
    async look(service) {
      if (!service) return;
      for (const message of failureEventsSince(since, service)) addOther(findingOf(message));
      const now = taskCountsOf(since, service);
      if (isFailing(before, now)) looksLeft = looksAfterHint;
      before = now;
      const isDue = looksLeft > 0 || clock.now() - lastLook >= betweenLooksMs;
      if (isDue && isAffordable('look')) await lookNow(service);
      if (clock.now() - lastLateLines >= betweenLateLinesMs && isAffordable('details'))
        await fetchLateLines();
      if (isAffordable('details')) (await targets.look(service)).forEach(addOther);
    },
    lookNow,
    fetchLateLines,
    include: (deploymentId) => void included.add(deploymentId),
    findings: () => ranked(all()),
    denied: () => (denied === undefined ? [] : [denied]),
    hopeless(service) {
      const ours = service?.deployments?.find(({ id }) => id === followed.deploymentId);
      return certainFailureOf(all(), ours?.runningCount ?? 0, ours?.pendingCount ?? 0);
    },
  };
}

function findingOf(message: string): Finding {
  return { cause: causeOf({ kind: 'event', message }), said: plainText(message), taskIds: [], isOurs: true };
}

function tellNews({ news }: StoppedTasksReading, known: readonly Finding[], timeline: Timeline): void {
  for (const { finding, isNew, taskIds } of news) {
    const [first, ...rest] = taskIds;
    const details = [...linesOf(finding, isExplained(finding, known)), ...logTailRowsOf(finding)];
    if (isNew) timeline.trouble(headlineOf({ ...finding, taskIds: [first ?? ''] }), details);
    const more = isNew ? rest : taskIds;
    if (more.length === 0) continue;
    const who = more.length === 1 ? `task ${more[0] ?? ''}` : `${more.length} more tasks`;
    timeline.tell(`${who} stopped in the same way (${finding.taskIds.length} so far)`);
  }
}

/** Whether the fix for this has been told already. */
function isExplained({ cause }: Finding, known: readonly Finding[]): boolean {
  return known.some((one) => one.cause !== undefined && one.cause.id === cause?.id);
}

function headlineOf({ taskIds: [id], revision, said, cause }: Finding): string {
  const what = cause?.explanation ?? said;
  return id === undefined ? what : `task ${id} of ${revision ?? ''} stopped: ${what}`;
}

function linesOf({ cause, said }: Finding, isKnown: boolean): string[] {
  if (!cause) return [];
  return [`AWS: ${said}`, ...(cause.fix === undefined || isKnown ? [] : [`fix: ${cause.fix}`])];
}
