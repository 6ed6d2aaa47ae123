import type { Service } from '@aws-sdk/client-ecs';
import type { Ecs } from '../ecs/ecs-api';
import type { Finding } from './finding';
import type { ReadContainerLogTail } from './container-log-tail';
import {
  isKnownFailure,
  isLogDue,
  newsIn,
  stoppedTasksOf,
  withLogRead,
  withTask,
  type FailureGroup,
  type FailureNews,
} from './failure-groups';

export interface StoppedTasksReading {
  readonly news: readonly FailureNews[];
  /** A task is listed, but how its containers ended is not told yet. */
  readonly isIncomplete: boolean;
}

export interface FailedTasks {
  look(wanted: ReadonlySet<string | undefined>, service: Service | undefined): Promise<StoppedTasksReading>;
  /** Reads the logs once more whose lines had not arrived; answers the findings that got some. */
  fetchLateLines(): Promise<Finding[]>;
  findings(): Finding[];
}

/** Tasks may fail in many different ways at once; a call for each of them would be too many for one look. */
const mostLogReads = 2;

/** The stopped tasks of some deployments, each described once, those that failed in the same way together. */
export function failedTasks(deploymentId: string, ecs: Ecs, readLogTail: ReadContainerLogTail): FailedTasks {
  const settled = new Set<string>();
  let groups: readonly FailureGroup[] = [];
  let loadBalancedContainer: string | undefined;

  return {
    async look(wanted, service) {
      loadBalancedContainer = service?.loadBalancers?.[0]?.containerName;
      const arns = await ecs.listTasks('STOPPED');
      const tasks = await ecs.describeTasks(arns.filter((arn) => !settled.has(arn)));
      const stopped = stoppedTasksOf(tasks, wanted);
      stopped.settled.forEach((arn) => settled.add(arn));
      const before = groups;
      let readsLeft = mostLogReads;
      for (const task of stopped.failed) {
        const isRead = !isKnownFailure(groups, task) && readsLeft-- > 0;
        const log = isRead ? await readLogTail(task, loadBalancedContainer) : 'unread';
        groups = withTask(groups, task, deploymentId, log);
      }
      return { news: newsIn(before, groups), isIncomplete: stopped.isIncomplete };
    },

    async fetchLateLines() {
      const late: Finding[] = [];
      for (const group of groups.filter(isLogDue).slice(0, mostLogReads)) {
        const log = await readLogTail(group.task, loadBalancedContainer);
        const read = withLogRead(group, log);
        groups = groups.map((one) => (one === group ? read : one));
        if (log && log.lines.length > 0) late.push(read.finding);
      }
      return late;
    },

    findings: () => groups.map(({ finding }) => finding),
  };
}
