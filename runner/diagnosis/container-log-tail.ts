import type { Task, TaskDefinition } from '@aws-sdk/client-ecs';
import { EcsCdError } from '../errors';
import type { JobLog } from '../log/job-log';
import { logLinesOf } from '../log/log-lines';
import { lastSegmentOf } from '../names/arn';
import type { Ecs } from '../ecs/ecs-api';
import { failingContainerOf } from '../causes/failing-container';
import { logStreamOf, type LogStream } from '../ecs/log-stream';
import type { Timeline } from '../log/timeline';
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

export interface ContainerLogTailReader {
  /** Undefined where the task has no log that could be read. `balancedContainer` gets the load balancer's requests. */
  of(task: Task, loadBalancedContainer?: string): Promise<ContainerLogTail | undefined>;
  /** The same stream once more: lines arrive seconds after they were written. */
  again(words: ContainerLogTail): Promise<ContainerLogTail>;
}

/** Reads at most `count` lines a task; 0 reads none. What it may not read it says once, and reads no more. */
export function containerLogTailReader(
  { ecs, taskLogs, log }: { ecs: Ecs; taskLogs: TaskLogs; log: JobLog },
  timeline: Timeline,
  count: number,
): ContainerLogTailReader {
  const definitions = new Map<string, TaskDefinition>();
  const streams = new Map<string, { readonly stream: LogStream; readonly definition: TaskDefinition }>();
  let isPermitted = count > 0;

  async function definitionOf(arn: string): Promise<TaskDefinition> {
    const known = definitions.get(arn) ?? (await ecs.describeTaskDefinition(arn)).taskDefinition;
    definitions.set(arn, known);
    return known;
  }

  async function read(name: string): Promise<ContainerLogTail | undefined> {
    const found = streams.get(name);
    if (!found) return undefined;
    const lines = await taskLogs.getLastLines(found.stream, count);
    return { stream: name, lines: logLinesOf(lines, found.definition, log.redact).slice(-count) };
  }

  async function bestEffort<T>(work: () => Promise<T | undefined>): Promise<T | undefined> {
    if (!isPermitted) return undefined;
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof EcsCdError)) throw error;
      // AWS that does not answer now may answer for the next task.
      if (error.verdict !== 'rejected') return undefined;
      isPermitted = false;
      timeline.tell(`no log lines: ${error.message}${error.fix === undefined ? '' : `; ${error.fix}`}`);
      return undefined;
    }
  }

  return {
    of: (task, loadBalancedContainer) =>
      bestEffort(async () => {
        const container = containerOf(task, loadBalancedContainer);
        // A container that never started has written nothing.
        if (container === undefined || !task.startedAt) return undefined;
        const definition = await definitionOf(task.taskDefinitionArn ?? '');
        const stream = logStreamOf(definition, container, lastSegmentOf(task.taskArn ?? ''));
        if ('why' in stream) return { lines: [], why: stream.why };
        streams.set(stream.name, { stream, definition });
        return read(stream.name);
      }),
    again: async (words) =>
      (await bestEffort(async () => (words.stream === undefined ? words : read(words.stream)))) ?? words,
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
