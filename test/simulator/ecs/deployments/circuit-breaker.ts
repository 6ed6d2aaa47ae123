import { addEvent } from '../events';
import type { Deployment, Model, Service } from '../model';
import { eventTexts } from '../texts';

const bounds = { least: 3, most: 200 };

/** (AWS docs) by default half of the desired count, at least 3, at most 200 failures in a row. */
export function breakerThreshold({ configuration, desiredCount }: Service): number {
  const { type = 'BOUNDED_PERCENT', value = 50 } =
    configuration.deploymentCircuitBreaker?.thresholdConfiguration ?? {};
  if (type === 'COUNT') return value;
  const share = Math.ceil((desiredCount * value) / 100);
  return type === 'UNBOUNDED_PERCENT'
    ? Math.max(1, share)
    : Math.min(Math.max(share, bounds.least), bounds.most);
}

/** (inference) */
const patience = 3;

/** Counts a failure; from the fourth in a row on ECS backs off before it starts the next task. */
export function countFailure(model: Model, deployment: Deployment): void {
  deployment.failedTasks += 1;
  deployment.service.failures.push(model.setting.clock.now());
  const beyond = deployment.failedTasks - patience;
  if (beyond <= 0) return;
  const { clock } = model.setting;
  const { firstBackoffMs, longestBackoffMs } = model.timings;
  const delay = Math.min(firstBackoffMs * 2 ** (beyond - 1), longestBackoffMs);
  deployment.startsAgainAt = clock.now() + delay;
  addEvent(model, deployment.service, eventTexts.unableToStart(deployment.service.name));
  clock.schedule(delay, () => model.changed(deployment.service));
}
