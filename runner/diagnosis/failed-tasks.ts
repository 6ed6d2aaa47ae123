import type { Service, Task } from '@aws-sdk/client-ecs';
import type { Ecs } from '../ecs/ecs-api';
import { containerBehind } from '../ecs/task-targets';
import { lastSegmentOf } from '../names/arn';
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
} from './failure-groups';
import type { ReadTaskDefinition } from './task-definition-reader';

interface Reads {
  readonly ecs: Ecs;
  readonly readTaskDefinition: ReadTaskDefinition;
  readonly readLogTail: ReadContainerLogTail;
}

export type FailedTasks = ReturnType<typeof failedTasks>;

/** Tasks may fail in many different ways at once; a call for each of them would be too many for one look. */
const mostLogReads = 2;

/** The stopped tasks of some deployments, each described once, those that failed in the same way together. */
export function failedTasks(deploymentId: string, { ecs, readTaskDefinition, readLogTail }: Reads) {
  const settled = new Set<string>();
  let groups: readonly FailureGroup[] = [];

  return {
    async look(wanted: ReadonlySet<string | undefined>, service: Service | undefined) {
      const arns = await ecs.listTasks('STOPPED');
      const tasks = await ecs.describeTasks(arns.filter((arn) => !settled.has(arn)));
      const stopped = stoppedTasksOf(tasks, wanted);
      stopped.settled.forEach((arn) => settled.add(arn));
      const before = groups;
      let readsLeft = mostLogReads;
      for (const task of stopped.failed) {
        const definition = await readTaskDefinition(task.taskDefinitionArn ?? '');
        const failed = {
          task,
          definition,
          loadBalancedContainer: service && containerAskedIn(service, task),
          isOurs: task.startedBy === deploymentId,
        };
        const isRead = !isKnownFailure(groups, task) && readsLeft-- > 0;
        groups = withTask(groups, failed, isRead ? await readLogTail(failed) : 'unread');
      }
      return { news: newsIn(before, groups), isIncomplete: stopped.isIncomplete };
    },

    /** Reads the logs once more whose lines had not arrived; answers the findings that got some. */
    async fetchLateLines() {
      const late: Finding[] = [];
      for (const group of groups.filter(isLogDue).slice(0, mostLogReads)) {
        const log = await readLogTail(group.first);
        const read = withLogRead(group, log);
        groups = groups.map((one) => (one === group ? read : one));
        if (log && log.lines.length > 0) late.push(read.finding);
      }
      return late;
    },

    findings: () => groups.map(({ finding }) => finding),
  };
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
