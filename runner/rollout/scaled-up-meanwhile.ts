import type { Service } from '@aws-sdk/client-ecs';
import { primaryOf } from '../ecs/deployments';
import type { Finding } from '../diagnosis/finding';

/** How many tasks were asked for when the deployment was first seen completed: what it has to answer for. */
export interface DesiredCountAtCompletion {
  note(service: Service): void;
  get(): number | undefined;
}

export function desiredCountAtCompletion(): DesiredCountAtCompletion {
  let asked: number | undefined;
  return {
    note: ({ desiredCount = 0 }) => void (asked ??= desiredCount),
    get: () => asked,
  };
}

/**
 * A completed deployment that serves as many tasks as it was asked for, while more have been asked for since: what it
 * lacks is not its fault, if none of its tasks failed by its own. In words, or undefined.
 */
export function scaledUpMeanwhile(
  service: Service | undefined,
  asked: number | undefined,
  findings: readonly Finding[],
): string | undefined {
  if (!service || asked === undefined) return undefined;
  const { desiredCount = 0 } = service;
  const { runningCount = 0 } = primaryOf(service) ?? {};
  const isItsFault = findings.some(
    ({ isOurs, cause, taskIds }) =>
      isOurs && taskIds.length > 0 && cause?.fault !== 'surroundings' && cause?.fault !== 'nobody',
  );
  if (isItsFault || asked === 0 || desiredCount <= asked || runningCount < asked) return undefined;
  return `${runningCount} of ${desiredCount} tasks are running: more than ${asked} were asked for after the deployment had completed`;
}
