import type { Service } from '@aws-sdk/client-ecs';
import type { Finding } from '../../diagnosis/finding';
import { primaryOf } from '../../ecs/deployments';
import { familyRevisionOf } from '../../names/arn';

/**
 * A completed deployment that lacks tasks for no fault of its own: more have been asked for since, or its surroundings (a
 * Spot task, a host) took some that ECS replaces. In words, or undefined, as where one of its tasks failed by its fault.
 */
export function shortOfTasks(
  service: Service | undefined,
  desiredCountAtCompletion: number | undefined,
  findings: readonly Finding[],
): string | undefined {
  const { runningCount = 0, taskDefinition = '' } = primaryOf(service) ?? {};
  const { desiredCount = 0 } = service ?? {};
  if (findings.some(isItsFault)) return undefined;
  const count = `${runningCount} of ${desiredCount} tasks are running`;
  const before = desiredCountAtCompletion || Infinity;
  if (desiredCount > before && runningCount >= before)
    return `${count}: more than ${before} were asked for after the deployment had completed`;
  const revision = familyRevisionOf(taskDefinition);
  // None that has a cause is its own fault.
  const taken = findings.find((one) => one.cause && one.taskIds.length > 0 && one.revision === revision);
  return taken && `some of its tasks were stopped from outside (${taken.cause?.explanation}); ${count}`;
}

function isItsFault({ isOurs, cause, taskIds }: Finding): boolean {
  return isOurs && taskIds.length > 0 && cause?.fault !== 'surroundings' && cause?.fault !== 'nobody';
}
