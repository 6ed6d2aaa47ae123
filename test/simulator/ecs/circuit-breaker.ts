import { eventTexts } from '../texts';
import { addEvent } from './events';
import type { Deployment, Model, Service } from './model';

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

const patience = 3;
const firstDelayMs = 15_000;
/** (AWS docs) service throttle logic waits 27 minutes at most; the steps to it are (inference). */
const longestDelayMs = 27 * 60_000;

/** Counts a failure; from the fourth in a row on ECS waits longer and longer before it starts the next task. */
export function countFailure(model: Model, deployment: Deployment): void {
  deployment.failedTasks += 1;
  const beyond = deployment.failedTasks - patience;
  if (beyond <= 0) return;
  const { clock } = model.setting;
  const delay = Math.min(firstDelayMs * 2 ** (beyond - 1), longestDelayMs);
  deployment.startsAgainAt = clock.now() + delay;
  addEvent(model, deployment.service, eventTexts.unableToStart(deployment.service.name));
  clock.schedule(delay, () => model.changed(deployment.service));
}
