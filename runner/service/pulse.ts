import type { Service } from '@aws-sdk/client-ecs';
import { primaryOf } from './deployments';
import { causeOf } from './failure-causes';
import type { Followed } from './rollout';

/** What one reading of a service tells of how its tasks fare: two of them tell whether one may have failed between. */
export interface Pulse {
  /** `ecs-svc/N` of the deployment whose tasks are to come up. */
  readonly deploymentId: string;
  readonly failedTasks: number;
  /** Running or on the way. */
  readonly liveTasks: number;
  /** Started beyond the desired count: in place of others. */
  readonly replacedTasks: number;
  /** Events that mean trouble, in ECS's words. */
  readonly trouble: readonly string[];
}

export function pulseOf(followed: Followed, service: Service): Pulse {
  const { id = '', failedTasks = 0, runningCount = 0, pendingCount = 0 } = primaryOf(service) ?? {};
  const messages = eventsSince(followed, service);
  const started = messages.reduce((sum, message) => sum + startedIn(message), 0);
  return {
    deploymentId: id,
    failedTasks,
    liveTasks: runningCount + pendingCount,
    replacedTasks: Math.max(0, started - (service.desiredCount ?? 0)),
    trouble: messages.filter((message) => isTrouble(message)),
  };
}

/** Whether a task may have failed between two readings. */
export function isFailing(before: Pulse | undefined, now: Pulse): boolean {
  if (!before) return now.failedTasks > 0 || now.replacedTasks > 0 || now.trouble.length > 0;
  return (
    now.deploymentId !== before.deploymentId ||
    now.failedTasks > before.failedTasks ||
    now.liveTasks < before.liveTasks ||
    now.replacedTasks > before.replacedTasks ||
    now.trouble.some((message) => !before.trouble.includes(message))
  );
}

/** The service's events since the deployment began, oldest first. */
export function eventsSince({ createdAt: start }: Followed, { events = [] }: Service): string[] {
  return events
    .filter(({ createdAt }) => (createdAt?.getTime() ?? 0) >= start.getTime())
    .toReversed()
    .map(({ message = '' }) => message);
}

/** "(service web) has started 2 tasks: (task ...) (task ...)." (AWS docs) */
function startedIn(message: string): number {
  return Number(/ has started (\d+) tasks/.exec(message)?.[1] ?? 0);
}

export function isTrouble(message: string): boolean {
  const cause = causeOf({ kind: 'event', message });
  return cause !== undefined && cause.fault !== 'nobody';
}
