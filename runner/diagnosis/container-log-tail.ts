import type { Task, TaskDefinition } from '@aws-sdk/client-ecs';
import type { JobLog } from '../log/job-log';
import { logLinesOf } from '../log/log-lines';
import { lastSegmentOf } from '../names/arn';
import type { Ecs } from '../ecs/ecs-api';
import { failingContainerOf } from '../causes/failing-container';
import { logStreamOf } from '../ecs/log-stream';
import type { Timeline } from '../log/timeline';
import { bestEffort } from './best-effort';
import { endedContainersOf } from './task-failure';
import type { TaskLogs } from '../ecs/task-logs-api';

/** What a failing container wrote last; no lines where nothing has arrived in CloudWatch Logs (yet). */
export type ContainerLogTail =
  | {
      /** `STAGE/container/task-id` */
      readonly stream: string;
      readonly lines: readonly string[];
    }
  | {
      readonly stream?: never;
      readonly lines: readonly [];
      /** Why nobody could find it in CloudWatch Logs. */
      readonly why: string;
    };

/** Undefined where the task has no log that could be read. `loadBalancedContainer` gets the load balancer's requests. */
export type ReadContainerLogTail = (
  task: Task,
  loadBalancedContainer?: string,
) => Promise<ContainerLogTail | undefined>;

/** Reads at most `count` lines a task; 0 reads none. */
export function containerLogTailReader(
  { ecs, taskLogs, log }: { ecs: Ecs; taskLogs: TaskLogs; log: JobLog },
  timeline: Timeline,
  count: number,
): ReadContainerLogTail {
  const definitions = new Map<string, TaskDefinition>();
  const ifPermitted = bestEffort('no log lines', timeline);

  async function definitionOf(arn: string): Promise<TaskDefinition> {
    const known = definitions.get(arn) ?? (await ecs.describeTaskDefinition(arn)).taskDefinition;
    definitions.set(arn, known);
    return known;
  }

  return async (task, loadBalancedContainer) => {
    const container = containerOf(task, loadBalancedContainer);
    // A container that never started has written nothing.
    if (count === 0 || container === undefined || !task.startedAt) return undefined;
    return ifPermitted(async () => {
      const definition = await definitionOf(task.taskDefinitionArn ?? '');
      const stream = logStreamOf(definition, container, lastSegmentOf(task.taskArn ?? ''));
      if ('why' in stream) return { lines: [], why: stream.why };
      const lines = await taskLogs.getLastLines(stream, count);
      return { stream: stream.name, lines: logLinesOf(lines, definition, log.redact).slice(-count) };
    });
  };
}

/** The one that failed, else the one whose answers failed, else the only one. */
function containerOf(task: Task, loadBalancedContainer: string | undefined): string | undefined {
  const { stoppedReason = '', containers = [] } = task;
  if (loadBalancedContainer !== undefined && / ELB health checks/.test(stoppedReason))
    return loadBalancedContainer;
  const failing = failingContainerOf(endedContainersOf(task));
  return failing?.name ?? (containers.length === 1 ? containers[0]?.name : undefined);
}
