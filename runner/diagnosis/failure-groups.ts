import type { Task } from '@aws-sdk/client-ecs';
import { familyRevisionOf, lastSegmentOf } from '../names/arn';
import { causeOf } from '../causes/failure-causes';
import { textPatternOf } from '../log/text-pattern';
import type { ContainerLogTail } from './container-log-tail';
import { keyOf, type Finding } from './finding';
import { evidenceOf, isFailure, isReported, saidOf, type FailedTask } from './task-failure';

/** Tasks that failed in the same way. */
export interface FailureGroup {
  readonly finding: Finding;
  readonly first: FailedTask;
  /** What of a task tells that it belongs here, without a look at its log. */
  readonly signatures: readonly string[];
  readonly isLogUnread: boolean;
  readonly logReads: number;
}

/** A finding of which tasks were not known before. */
export interface FailureNews {
  readonly finding: Finding;
  readonly isNew: boolean;
  readonly taskIds: readonly string[];
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

export function isKnownFailure(groups: readonly FailureGroup[], task: Task): boolean {
  return groups.some((group) => isOfGroup(group, task));
}

/** Without a known cause, the text is all there is to go by: what differs from task to task does not count in it. */
function isOfGroup({ signatures, finding }: FailureGroup, task: Task): boolean {
  const signature = signatureOf(task);
  if (signatures.includes(signature)) return true;
  const pattern = textPatternOf(signature);
  return finding.cause === undefined && signatures.some((one) => textPatternOf(one) === pattern);
}

/** A failed task beside those before it; `log` is undefined where the task has none, `unread` where it was not looked for. */
export function withTask(
  groups: readonly FailureGroup[],
  failed: FailedTask,
  log: ContainerLogTail | undefined | 'unread',
): readonly FailureGroup[] {
  const { task, isOurs } = failed;
  const signature = signatureOf(task);
  const finding = withLog(
    {
      cause: undefined,
      said: saidOf(task),
      revision: familyRevisionOf(task.taskDefinitionArn ?? ''),
      taskIds: [lastSegmentOf(task.taskArn ?? '')],
      isOurs,
    },
    failed,
    log === 'unread' ? undefined : log,
  );
  const same =
    groups.find((group) => isOfGroup(group, task)) ??
    groups.find((group) => keyOf(group.finding) === keyOf(finding));
  if (!same) {
    const isLogUnread = log === 'unread';
    return [...groups, { finding, first: failed, signatures: [signature], isLogUnread, logReads: 1 }];
  }
  const grown = {
    ...same,
    signatures: [...new Set([...same.signatures, signature])],
    finding: { ...same.finding, taskIds: [...same.finding.taskIds, ...finding.taskIds] },
  };
  return groups.map((group) => (group === same ? grown : group));
}

export function newsIn(before: readonly FailureGroup[], after: readonly FailureGroup[]): FailureNews[] {
  return after.flatMap(({ finding, first }) => {
    const known = before.find((group) => group.first === first);
    const taskIds = finding.taskIds.slice(known?.finding.taskIds.length ?? 0);
    return taskIds.length > 0 ? [{ finding, isNew: known === undefined, taskIds }] : [];
  });
}

export function isLogDue({ finding, isLogUnread, logReads }: FailureGroup): boolean {
  return isLogUnread || (finding.log?.lines.length === 0 && logReads < mostLogReads);
}

/** A group whose log was looked for once more. */
export function withLogRead(group: FailureGroup, log: ContainerLogTail | undefined): FailureGroup {
  return {
    ...group,
    isLogUnread: false,
    logReads: group.logReads + 1,
    finding: log ? withLog(group.finding, group.first, log) : group.finding,
  };
}

/** What a container wrote may tell the cause: an image of another architecture says so nowhere else. */
function withLog(
  finding: Finding,
  { task, definition }: FailedTask,
  log: ContainerLogTail | undefined,
): Finding {
  return { ...finding, cause: causeOf(evidenceOf(task, definition, log?.lines)), ...(log ? { log } : {}) };
}

function signatureOf(task: Task): string {
  return `${familyRevisionOf(task.taskDefinitionArn ?? '')} ${saidOf(task)}`;
}
