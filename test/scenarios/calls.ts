import type { RecordedCall } from '../simulator/protocol/aws-endpoint';

/** Those of a run that waits, without the ones that a fault makes the SDK repeat. */
const whileWaiting = (calls: readonly RecordedCall[], updatedAt = Infinity) =>
  calls.filter(
    ({ at, refused, fault = 'stale' }) => at > updatedAt && refused === undefined && fault === 'stale',
  );

/** AWS calls in the busiest minute after the update, but for those of EventBridge: it has buckets of its own, and no run waits for it. */
export function busiestMinuteOf(calls: readonly RecordedCall[], updatedAt: number | undefined): number {
  const ofBudget = calls.filter(({ service }) => service !== 'events' && service !== 'scheduler');
  const times = whileWaiting(ofBudget, updatedAt).map(({ at }) => at);
  return Math.max(
    0,
    ...times.map((start) => times.filter((at) => at >= start && at < start + 60_000).length),
  );
}

const changing = /^(UpdateService|StopServiceDeployment)$/;

/**
 * Moments at which the service was described more than once while the run waited. A change looks before it leaps, and
 * the report at the end may look once more: neither is waiting.
 */
export function crowdedTicksOf(
  calls: readonly RecordedCall[],
  updatedAt: number | undefined,
  endedAt: number,
): string[] {
  const waiting = whileWaiting(calls, updatedAt);
  // Also where it is refused.
  const changes = calls.filter(({ operation }) => changing.test(operation)).map(({ at }) => at);
  const busy = new Set([...changes, endedAt]);
  const looks = waiting.filter(({ operation, at }) => operation === 'DescribeServices' && !busy.has(at));
  return looks
    .filter(({ at }, index) => looks[index - 1]?.at === at)
    .map(({ at }) => `${(at - (updatedAt ?? 0)) / 1000} s after the update`);
}

/** In Express Mode it has a name of its own. */
export const isUpdate = (operation: string): boolean => /^Update(ExpressGateway)?Service$/.test(operation);
export const isChange = (operation: string): boolean =>
  isUpdate(operation) || /^(Stop|Continue)Service/.test(operation);
