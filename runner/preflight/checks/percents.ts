import type { Service } from '@aws-sdk/client-ecs';
import { isSettled, primaryOf } from '../../ecs/deployments';
import type { PreflightEvidence } from '../evidence/evidence';
import { errorOf, warningOf, type Found } from '../evidence/finding';

/**
 * Whether ECS may neither stop an old task nor start a new one. It is certain only of a service at rest: where tasks are
 * missing or come and go, new ones take the place of those that went.
 */
export function percents({ service, release }: PreflightEvidence): Found {
  const { deploymentConfiguration = {}, schedulingStrategy = 'REPLICA' } = service;
  const { strategy = 'ROLLING' } = deploymentConfiguration;
  if (release.isServed || schedulingStrategy !== 'REPLICA' || strategy !== 'ROLLING') return undefined;
  const message = blockedBy(service);
  if (message === undefined) return undefined;
  const fix = 'raise maximumPercent, or lower minimumHealthyPercent, until one task can be replaced';
  return (isAtRest(service) ? errorOf : warningOf)('deployment percents', message, fix);
}

/** ECS rounds the upper limit down and the lower one up (AWS docs). */
function blockedBy({ desiredCount = 0, deploymentConfiguration }: Service): string | undefined {
  const { minimumHealthyPercent = 100, maximumPercent = 200 } = deploymentConfiguration ?? {};
  const most = Math.floor((desiredCount * maximumPercent) / 100);
  const least = Math.ceil((desiredCount * minimumHealthyPercent) / 100);
  if (desiredCount === 0 || most > desiredCount || least < desiredCount) return undefined;
  return `with ${desiredCount} tasks, minimumHealthyPercent ${minimumHealthyPercent} lets ECS stop no old task, and maximumPercent ${maximumPercent} lets it start no new one`;
}

function isAtRest(service: Service): boolean {
  const { runningCount = 0, desiredCount = 0, pendingCount = 0 } = service;
  const primary = primaryOf(service);
  const isSteady = primary !== undefined && isSettled(primary, service) && service.deployments?.length === 1;
  return isSteady && pendingCount === 0 && runningCount >= desiredCount && (primary.failedTasks ?? 0) === 0;
}
