import type { Service, Task } from '@aws-sdk/client-ecs';
import type { Ecs } from '../ecs/ecs-api';
import type { Timeline } from '../log/timeline';
import { containerBehind } from '../ecs/task-targets';
import { lastSegmentOf } from '../names/arn';
import { keyOf, type FailureNews, type Finding } from './finding';
import type { ReadContainerLogTail } from './container-log-tail';
import {
  addTask,
  groupOf,
  isLogDue,
  isOfGroup,
  stoppedTasksOf,
  withLog,
  type FailureGroup,
} from './failure-groups';
import { bestEffort, type ReadTaskDefinition } from './best-effort';
import type { DiagnoseEffects } from './diagnose-effects';
import { isFailing, type TaskCounts } from './task-counts';

interface Reads {
  readonly ecs: Ecs;
  readonly readTaskDefinition: ReadTaskDefinition;
  readonly readLogTail: ReadContainerLogTail;
}

type FailedTasks = ReturnType<typeof failedTasks>;

/** Tasks may fail in many different ways at once; a call for each of them would be too many for one look. */
const mostLogReads = 2;

/** The stopped tasks of some deployments, each described once, those that failed in the same way together. */
export function failedTasks(deploymentId: string, { ecs, readTaskDefinition, readLogTail }: Reads) {
  const settled = new Set<string>();
  const groups: FailureGroup[] = [];

  return {
    async look(wanted: ReadonlySet<string | undefined>, service: Service | undefined) {
      const arns = await ecs.listTasks('STOPPED');
      const tasks = await ecs.describeTasks(arns.filter((arn) => !settled.has(arn)));
      const stopped = stoppedTasksOf(tasks, wanted);
      stopped.settled.forEach((arn) => settled.add(arn));
      const known = groups.map(({ finding }) => finding.taskIds.length);
      let readsLeft = mostLogReads;
      for (const task of stopped.failed) {
        let same = groups.find((group) => isOfGroup(group, task));
        if (!same) {
          const definition = await readTaskDefinition(task.taskDefinitionArn ?? '');
          const loadBalancedContainer = service && containerAskedIn(service, task);
          const failed = { task, definition, loadBalancedContainer, isOurs: task.startedBy === deploymentId };
          const isRead = readsLeft-- > 0;
          const group = groupOf(failed, isRead ? 1 : 0, isRead ? await readLogTail(failed) : undefined);
          same = groups.find((one) => keyOf(one.finding) === keyOf(group.finding));
          if (!same) groups.push(group);
        }
        if (same) addTask(same, task);
      }
      return { news: newsIn(groups, known), isIncomplete: stopped.isIncomplete };
    },

    /** Reads the logs once more whose lines had not arrived; answers the findings that got some. */
    async fetchLateLines() {
      const late: Finding[] = [];
      for (const group of groups.filter(isLogDue).slice(0, mostLogReads)) {
        const log = await readLogTail(group.first);
        group.logReads += 1;
        if (!log) continue;
        group.finding = withLog(group.finding, group.first, log);
        if (log.lines.length > 0) late.push(group.finding);
      }
      return late;
    },

    findings: () => groups.map(({ finding }) => finding),
  };
}

/** `known`: how many tasks each group had before. */
function newsIn(groups: readonly FailureGroup[], known: readonly number[]): readonly FailureNews[] {
  const news = groups.map(({ finding }, index) => {
    return { finding, isNew: known[index] === undefined, taskIds: finding.taskIds.slice(known[index]) };
  });
  return news.filter(({ taskIds }) => taskIds.length > 0);
}

/** The container whose answers the load balancer did not like: the task's own reason names the target group, or the event does. */
function containerAskedIn(service: Service, { taskArn = '', stoppedReason = '' }: Task): string | undefined {
  const id = lastSegmentOf(taskArn);
  const events = (service.events ?? []).map(({ message = '' }) => message);
  const about = events.filter(
    (message) => message.includes(`(task ${id})`) && message.includes('unhealthy in'),
  );
  return containerBehind(service, [stoppedReason, ...about].join(' '));
}

/** A look without a hint, for a failure that the service's own report hides. */
const betweenLooksMs = 60_000;
const afterNoAnswerMs = 30_000;
/** The list of tasks may be some seconds behind the counts of the service (AWS docs: it is eventually consistent). */
const looksAfterHint = 3;
const betweenLateLinesMs = 10_000;

type Wanted = ReadonlySet<string | undefined>;

/**
 * Looks at stopped tasks soon after a hint, else seldom, when the minute has calls left. Best effort: it never ends the
 * run that asks.
 */
export function failedTaskLooks(failed: FailedTasks, timeline: Timeline, { clock, meter }: DiagnoseEffects) {
  let counted: TaskCounts | undefined;
  let looksLeft = 0;
  let lookedAt = clock.now();
  let linesAt = lookedAt;
  const ifPermitted = bestEffort('cannot say why tasks stop', timeline);

  async function lookNow(wanted: Wanted, service: Service | undefined): Promise<readonly FailureNews[]> {
    lookedAt = clock.now();
    const seen = await ifPermitted(() => failed.look(wanted, service));
    if (!seen) lookedAt += afterNoAnswerMs - betweenLooksMs;
    const isExplained = !seen || (seen.news.length > 0 && !seen.isIncomplete);
    looksLeft = isExplained ? 0 : looksLeft - 1;
    return seen?.news ?? [];
  }

  async function lateLinesNow() {
    linesAt = clock.now();
    return failed.fetchLateLines();
  }

  return {
    lookNow,
    /** Log lines that had not arrived when their task was looked at. */
    lateLinesNow,
    async lateLinesIfDue() {
      const isDue = clock.now() - linesAt >= betweenLateLinesMs;
      return isDue && meter.hasRoomFor('details') ? lateLinesNow() : [];
    },
    async lookIfDue(counts: TaskCounts, wanted: Wanted, service: Service) {
      if (isFailing(counted, counts)) looksLeft = looksAfterHint;
      counted = counts;
      const isDue = looksLeft > 0 || clock.now() - lookedAt >= betweenLooksMs;
      return isDue && meter.hasRoomFor('failures') ? lookNow(wanted, service) : [];
    },
    /** What may not be looked at, and what would permit it. */
    denied: () => {
      const { message, fix = message } = ifPermitted.refusal() ?? {};
      return fix === undefined ? [] : [`why tasks stopped (${fix})`];
    },
  };
}
