import type { Container, Task } from '@aws-sdk/client-ecs';
import { plainText } from '../report/plain-text';
import { lastSegmentOf } from './arn';

/** Why tasks stopped, in ECS's own words: equal causes together. */
export interface StoppedGroup {
  readonly cause: string;
  readonly taskIds: readonly string[];
}

/** Stops that say nothing about the release: scaling, a newer deployment, somebody's hand, a Spot reclaim (AWS docs). */
const innocent = ['UserInitiated', 'SpotInterruption', 'TerminationNotice', 'InfrastructureHealth'];

/** The failures among the stopped tasks of one deployment (`ecs-svc/N`), most frequent first. */
export function stoppedGroupsOf(tasks: readonly Task[], deploymentId: string): StoppedGroup[] {
  const groups = new Map<string, string[]>();
  for (const task of tasks) {
    if (task.startedBy !== deploymentId || !isFailure(task)) continue;
    const cause = causeOf(task);
    groups.set(cause, [...(groups.get(cause) ?? []), lastSegmentOf(task.taskArn ?? '')]);
  }
  return [...groups]
    .map(([cause, taskIds]) => ({ cause, taskIds }))
    .toSorted((a, b) => b.taskIds.length - a.taskIds.length);
}

function isFailure({ stopCode, stoppedReason = '' }: Task): boolean {
  return (
    !innocent.some((code) => code === stopCode) && !stoppedReason.startsWith('Scaling activity initiated by')
  );
}

function causeOf({ stoppedReason, containers = [] }: Task): string {
  const details = containers.map(detailOf).filter((detail) => detail !== undefined);
  return plainText([stoppedReason ?? 'ECS gives no reason', ...details].join('; '));
}

function detailOf({ name = '', exitCode, reason }: Container): string | undefined {
  if (exitCode === undefined && reason === undefined) return undefined;
  if (exitCode === 0 && reason === undefined) return undefined;
  const exit = exitCode === undefined ? 'never started' : `exited with code ${exitCode}`;
  return `container ${name} ${exit}${reason ? ` (${reason})` : ''}`;
}
