import type { Service } from '@aws-sdk/client-ecs';
import { causeOf } from '../causes/failure-causes';

/** The events of a service since then, oldest first. ECS shows the latest hundred (AWS docs). */
export function eventsSince(start: Date, { events = [] }: Service): string[] {
  return events
    .filter(({ createdAt }) => (createdAt?.getTime() ?? 0) >= start.getTime())
    .toReversed()
    .map(({ message = '' }) => message);
}

/** What an event says that nobody knows, but that is no good news. */
const failureWords = /^\(service [^)]+\) (?:(?:is|was) unable to|failed to|could not|cannot) /;

/**
 * Those of them that tell why a deployment which began then does not come up. An event that names a task counts only if
 * that task was started since: the tasks of the revision before may be in trouble of their own.
 */
export function failureEventsSince(start: Date, service: Service): string[] {
  const messages = eventsSince(start, service);
  const started = new Set(messages.filter((message) => startedIn(message) > 0).flatMap(tasksIn));
  return messages.filter((message) => {
    const cause = causeOf({ kind: 'event', message });
    if (cause ? cause.fault === 'nobody' : !failureWords.test(message)) return false;
    return tasksIn(message).every((task) => started.has(task));
  });
}

/** From the first to the last time that the service said this, by AWS's clock. */
export function secondsSaid(start: Date, message: string, { events = [] }: Service): number {
  const times = events.flatMap((event) => {
    const at = event.createdAt?.getTime() ?? 0;
    return event.message === message && at >= start.getTime() ? [at] : [];
  });
  return times.length === 0 ? 0 : (Math.max(...times) - Math.min(...times)) / 1000;
}

/** "(service web) has started 2 tasks: (task ...) (task ...)." (AWS docs) */
export function startedIn(message: string): number {
  return Number(/ has started (\d+) tasks/.exec(message)?.[1] ?? 0);
}

function tasksIn(message: string): string[] {
  return [...message.matchAll(/\(task ([\w-]+)\)/g)].flatMap(([, id]) => (id === undefined ? [] : [id]));
}
