import type { Task } from '@aws-sdk/client-ecs';
import { familyOf, familyRevisionOf, lastSegmentOf } from '../names/arn';
import { causeOf } from '../causes/failure-causes';
import { textPatternOf } from '../log/text-pattern';
import type { ContainerLogTail } from './container-log-tail';
import type { Finding } from './finding';
import { evidenceOf, isFailure, isReported, saidOf, type FailedTask } from './task-failure';

/** Tasks that failed in the same way; it grows. */
export interface FailureGroup {
  finding: Finding;
  readonly first: FailedTask;
  /** What of a task tells that it belongs here, without a look at its log. */
  readonly signatures: Set<string>;
  logReads: number;
}

/** Lines arrive seconds after they were written; a stream without any after some reads has none. */
const mostLogReads = 4;

/** Those that failed as far as it is told how, the ARNs that need no further look, and whether any does. */
export function stoppedTasksOf(tasks: readonly Task[], wantedDeployments: ReadonlySet<string | undefined>) {
  const wanted = tasks.filter((task) => wantedDeployments.has(task.startedBy) && isFailure(task));
  const failed = wanted.filter(isReported);
  const open = wanted.filter((task) => !isReported(task));
  const settled = tasks.filter((task) => !open.includes(task));
  return { failed, settled: settled.map(({ taskArn = '' }) => taskArn), isIncomplete: open.length > 0 };
}

/** Without a known cause, the text is all there is to go by: what differs from task to task does not count in it. */
export function isOfGroup({ signatures, finding }: FailureGroup, task: Task): boolean {
  const signature = signatureOf(task);
  if (signatures.has(signature)) return true;
  const pattern = textPatternOf(signature);
  return finding.cause === undefined && [...signatures].some((one) => textPatternOf(one) === pattern);
}

/** `log` is undefined where the task has none, or it was not looked for. */
export function groupOf(
  failed: FailedTask,
  logReads: number,
  log: ContainerLogTail | undefined,
): FailureGroup {
  const { task, isOurs } = failed;
  const revision = familyRevisionOf(task.taskDefinitionArn ?? '');
  const taskIds = [lastSegmentOf(task.taskArn ?? '')];
  const finding = { cause: undefined, said: saidOf(task), revision, taskIds, isOurs };
  const signatures = new Set([signatureOf(task)]);
  return { finding: withLog(finding, failed, log), first: failed, signatures, logReads };
}

export function addTask(group: FailureGroup, task: Task): void {
  const { finding, signatures } = group;
  signatures.add(signatureOf(task));
  group.finding = { ...finding, taskIds: [...finding.taskIds, lastSegmentOf(task.taskArn ?? '')] };
}

export function isLogDue({ finding, logReads }: FailureGroup): boolean {
  return logReads === 0 || (finding.log?.lines.length === 0 && logReads < mostLogReads);
}

/** What a container wrote may tell the cause: an image of another architecture says so nowhere else. */
export function withLog(
  finding: Finding,
  { task, definition }: FailedTask,
  log: ContainerLogTail | undefined,
): Finding {
  const prefixes = definition?.containerDefinitions?.map(
    ({ logConfiguration }) => logConfiguration?.options?.['awslogs-stream-prefix'],
  );
  const names = {
    TASK_FAMILY: familyOf(task.taskDefinitionArn ?? ''),
    // (AWS docs) `service:NAME`
    SERVICE_NAME: task.group?.replace(/^service:/, ''),
    CLUSTER_NAME: lastSegmentOf(task.clusterArn ?? ''),
    // Of each container alike that logs with awslogs, so that it is known before a stream is found.
    STAGE: prefixes?.find(Boolean),
  };
  const cause = causeOf(
    { ...evidenceOf(task, definition, log?.lines), hasLog: log === undefined || log.stream !== undefined },
    names,
  );
  return { ...finding, cause, ...(log ? { log } : {}) };
}

function signatureOf(task: Task): string {
  return `${familyRevisionOf(task.taskDefinitionArn ?? '')} ${saidOf(task)}`;
}
