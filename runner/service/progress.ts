import type { Deployment, Service } from '@aws-sdk/client-ecs';
import type { Followed } from './rollout';

/** What has been told already, so that nothing is told twice. */
export interface Told {
  readonly eventIds: ReadonlySet<string>;
  readonly counts: string;
}

export const nothingTold: Told = { eventIds: new Set(), counts: '' };

/** The lines that this reading of the service adds to the job log: new events, then the counts if they changed. */
export function newsOf(followed: Followed, service: Service, told: Told): { lines: string[]; told: Told } {
  const events = (service.events ?? [])
    .filter(({ id = '', createdAt }) => !told.eventIds.has(id) && isSince(followed.createdAt, createdAt))
    .toReversed();
  const counts = countsOf(followed, service.deployments ?? []);
  const isChanged = counts !== '' && counts !== told.counts;
  return {
    lines: [...events.map(({ message = '' }) => message), ...(isChanged ? [counts] : [])],
    told: {
      eventIds: new Set([...told.eventIds, ...events.map(({ id = '' }) => id)]),
      counts: isChanged ? counts : told.counts,
    },
  };
}

function isSince(start: Date, time: Date | undefined): boolean {
  return time !== undefined && time.getTime() >= start.getTime();
}

function countsOf(followed: Followed, deployments: Deployment[]): string {
  const ours = deployments.find(({ id }) => id === followed.deploymentId);
  if (!ours) return '';
  const { runningCount = 0, desiredCount = 0, pendingCount = 0, failedTasks = 0 } = ours;
  const old = deployments
    .filter((each) => each !== ours)
    .reduce((sum, each) => sum + (each.runningCount ?? 0), 0);
  return [
    `running ${runningCount}/${desiredCount}`,
    ...(pendingCount > 0 ? [`pending ${pendingCount}`] : []),
    ...(failedTasks > 0 ? [`failed ${failedTasks}`] : []),
    ...(old > 0 ? [`other revisions ${old}`] : []),
  ].join(', ');
}

/** `02:55`, or `1:02:55` from an hour on. */
export function elapsed(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0'));
  const hours = Math.floor(seconds / 3600);
  return (hours > 0 ? [String(hours), ...parts] : parts).join(':');
}
