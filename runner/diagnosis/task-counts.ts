import type { Service } from '@aws-sdk/client-ecs';
import { primaryOf } from '../ecs/deployments';
import { eventsSince, startedIn, failureEventsSince } from './failure-events';

/** What one reading of a service tells of how its tasks fare: two of them tell whether one may have failed between. */
export interface TaskCounts {
  /** `ecs-svc/N` of the deployment whose tasks are to come up. */
  readonly deploymentId: string;
  readonly failedTasks: number;
  /** Running or on the way. */
  readonly liveTasks: number;
  /** Started beyond the desired count: in place of others. */
  readonly replacedTasks: number;
  /** In ECS's words. */
  readonly failureEvents: readonly string[];
}

export function taskCountsOf(start: Date, service: Service): TaskCounts {
  const { id = '', failedTasks = 0, runningCount = 0, pendingCount = 0 } = primaryOf(service) ?? {};
  const started = eventsSince(start, service).reduce((sum, message) => sum + startedIn(message), 0);
  return {
    deploymentId: id,
    failedTasks,
    liveTasks: runningCount + pendingCount,
    replacedTasks: Math.max(0, started - (service.desiredCount ?? 0)),
    failureEvents: failureEventsSince(start, service),
  };
}

/** Whether a task may have failed between two readings. */
export function isFailing(before: TaskCounts | undefined, now: TaskCounts): boolean {
  if (!before) return now.failedTasks > 0 || now.replacedTasks > 0 || now.failureEvents.length > 0;
  return (
    now.deploymentId !== before.deploymentId ||
    now.failedTasks > before.failedTasks ||
    now.liveTasks < before.liveTasks ||
    now.replacedTasks > before.replacedTasks ||
    now.failureEvents.some((message) => !before.failureEvents.includes(message))
  );
}
