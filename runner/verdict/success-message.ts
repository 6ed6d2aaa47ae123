import { familyRevisionOf } from '../names/arn';
import { primaryOf } from '../ecs/deployments';
import type { Ending } from '../rollout/state/ending';
import { minuteText } from '../rollout/state/patience';

/** What there is to say of a revision that serves. */
export function successMessageOf(
  name: string,
  {
    service,
    unchecked,
    baking,
  }: Pick<Extract<Ending, { kind: 'serving' }>, 'service' | 'unchecked' | 'baking'>,
): string {
  const { desiredCount = 0 } = service;
  if (desiredCount === 0) {
    return `${name} is set, but the desired count is 0 as it was before: nothing serves`;
  }
  const { runningCount = 0 } = primaryOf(service) ?? {};
  const rest = runningCount < desiredCount ? ': enough for the early success criteria of the service' : '';
  const text = `${name} serves ${runningCount} of ${desiredCount} tasks ${verifiedText(unchecked)}${rest}`;
  return baking ? `${text}; ${bakingTextOf(baking.until)}` : text;
}

function bakingTextOf(until: Date | undefined): string {
  const time = until ? ` until about ${minuteText(until)}` : '';
  return `ECS bakes it and may still take it back${time} (ECS_CD_WAIT_UNTIL is baking)`;
}

/** The same of the one that was put back. */
export function rollbackMessageOf({
  taskDefinition,
  isEmpty,
  unchecked,
}: Extract<Ending, { kind: 'rolled-back' }>): { readonly done: string; readonly serving: string } {
  const name = familyRevisionOf(taskDefinition);
  const done = isEmpty
    ? `${name} is set again; the desired count is 0 as it was before: nothing serves`
    : `${name} serves again ${verifiedText(unchecked)}`;
  return { done, serving: taskDefinition };
}

/** Only what was looked at is called verified. */
function verifiedText(unchecked: readonly string[]): string {
  return unchecked.length === 0 ? '(verified)' : `(ECS says so; not verified: ${unchecked.join(', ')})`;
}
