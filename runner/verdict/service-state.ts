import type { Service } from '@aws-sdk/client-ecs';
import { familyRevisionOf } from '../names/arn';

const latestEvents = 5;

/** A service in full, for whoever has to act on it without the console: its deployments and what it said last. */
export function serviceStateOf(service: Service): string[] {
  const { status = 'in no known state', desiredCount = 0, runningCount = 0, pendingCount = 0 } = service;
  const { deployments = [], events = [] } = service;
  return [
    `${status}, ${runningCount} of ${desiredCount} tasks running, ${pendingCount} pending`,
    ...deployments.map(
      ({ id = '', status: place = '', taskDefinition = '', rolloutState, ...counts }) =>
        `${place} ${id} of ${familyRevisionOf(taskDefinition)}${rolloutState ? ` ${rolloutState}` : ''}: ` +
        `running ${counts.runningCount ?? 0} of ${counts.desiredCount ?? 0}, failed ${counts.failedTasks ?? 0}`,
    ),
    ...events
      .slice(0, latestEvents)
      .toReversed()
      .map(({ createdAt, message = '' }) => `${createdAt?.toISOString() ?? ''} ${message}`),
  ];
}
