import type { Service } from '@aws-sdk/client-ecs';
import type { Finding } from '../../diagnosis/finding';
import { primaryOf } from '../../ecs/deployments';

/**
 * A completed deployment that serves as many tasks as it was asked for, while more have been asked for since: what it
 * lacks is not its fault, if none of its tasks failed by its own. In words, or undefined.
 */
export function scaledUpMeanwhile(
  service: Service | undefined,
  desiredCountAtCompletion: number | undefined,
  findings: readonly Finding[],
): string | undefined {
  if (!service || !desiredCountAtCompletion || findings.some(isItsFault)) return undefined;
  const { desiredCount = 0 } = service;
  const { runningCount = 0 } = primaryOf(service) ?? {};
  if (desiredCount <= desiredCountAtCompletion || runningCount < desiredCountAtCompletion) return undefined;
  return `${runningCount} of ${desiredCount} tasks are running: more than ${desiredCountAtCompletion} were asked for after the deployment had completed`;
}

function isItsFault({ isOurs, cause, taskIds }: Finding): boolean {
  return isOurs && taskIds.length > 0 && cause?.fault !== 'surroundings' && cause?.fault !== 'nobody';
}
