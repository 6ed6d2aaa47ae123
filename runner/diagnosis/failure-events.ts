import type { Service } from '@aws-sdk/client-ecs';
import { causeOf } from '../causes/failure-causes';

/** The events of a service since then, oldest first. ECS shows the latest hundred (AWS docs). */
export function eventsSince(start: Date, { events = [] }: Service): string[] {
  return events
    .filter(({ createdAt }) => (createdAt?.getTime() ?? 0) >= start.getTime())
    .toReversed()
    .map(({ message = '' }) => message);
}

/**
 * Those of them that tell why a deployment which began then does not come up. An event that names a task counts only if
 * that task was started since: the tasks of the revision before may be in trouble of their own.
 */
export function failureEventsSince(start: Date, service: Service): string[] {
  const messages = eventsSince(start, service);
  const started = new Set(messages.filter((message) => startedIn(message) > 0).flatMap(tasksIn));
  return messages.filter((message) => {
    const cause = causeOf({ kind: 'event', message });
    if (!cause || cause.fault === 'nobody') return false;
    return tasksIn(message).every((task) => started.has(task));
  });
}

/** "(service web) has started 2 tasks: (task ...) (task ...)." (AWS docs) */
export function startedIn(message: string): number {
  return Number(/ has started (\d+) tasks/.exec(message)?.[1] ?? 0);
}

function tasksIn(message: string): string[] {
  return [...message.matchAll(/\(task ([\w-]+)\)/g)].flatMap(([, id]) => (id === undefined ? [] : [id]));
}
