import type { JobLog } from '../log/job-log';
import { logLinesOf } from '../log/log-lines';
import { lastSegmentOf } from '../names/arn';
import { failingContainerOf } from '../causes/failing-container';
import { logStreamOf, type LogStream } from '../cloudwatch/log-stream';
import type { Timeline } from '../log/timeline';
import { bestEffort } from './best-effort';
import { endedContainersOf, type FailedTask } from './task-failure';
import type { TaskLogs } from '../cloudwatch/task-logs-api';

/** What a failing container wrote last; no lines where nothing has arrived in CloudWatch Logs (yet). */
export type ContainerLogTail =
  | {
      /** `STAGE/container/task-id` */
      readonly stream: string;
      readonly source?: LogStream;
      readonly lines: readonly string[];
    }
  | {
      readonly stream?: never;
      readonly lines: readonly [];
      /** Why nobody could find it in CloudWatch Logs. */
      readonly why: string;
    };

/** Undefined where the task has no log that could be read. */
export type ReadContainerLogTail = (
  failed: FailedTask,
  container?: string,
) => Promise<ContainerLogTail | undefined>;

/** Reads at most `count` lines a task; 0 reads none. */
export function containerLogTailReader(
  { taskLogs, log }: { taskLogs: TaskLogs; log: JobLog },
  timeline: Timeline,
  count: number,
): ReadContainerLogTail {
  const ifPermitted = bestEffort('no log lines', timeline);
  return async (failed, container = loggedContainerOf(failed)) => {
    const { task, definition } = failed;
    if (count === 0 || !definition || container === undefined) return undefined;
    const stream = logStreamOf(definition, container, lastSegmentOf(task.taskArn ?? ''));
    if ('why' in stream) return { lines: [], why: stream.why };
    return ifPermitted(async () => {
      const text = await taskLogs.getLastLines(stream, count);
      return {
        stream: stream.name,
        source: stream,
        lines: logLinesOf([text], definition, log.redact).slice(-count),
      };
    });
  };
}

/** The one whose answers failed, else the one that failed, else the only one; none that never started. */
function loggedContainerOf({ task, definition, loadBalancedContainer }: FailedTask): string | undefined {
  const { stoppedReason = '', containers = [], startedAt } = task;
  if (loadBalancedContainer !== undefined && / ELB health checks/.test(stoppedReason))
    return loadBalancedContainer;
  const [only] = containers.length === 1 ? containers : [];
  const failing = failingContainerOf(endedContainersOf(task, definition)) ?? only;
  return startedAt || failing?.exitCode !== undefined ? failing?.name : undefined;
}
