import type { Service, TaskDefinition } from '@aws-sdk/client-ecs';
import { isSettled, newestFirst } from '../ecs/deployments';
import { deployedRevisions, isActive, type HistoryEffects } from '../ecs/history';
import { familyRevisionOf } from '../names/arn';

/** What to put back when a deployment fails. */
export interface RollbackTarget {
  /** ARN */
  readonly taskDefinition: string;
  /** Whether an update can go back to it, as long as ECS itself does not: it has not been deregistered. */
  readonly isUpdatable: boolean;
  /** Registers the same once more, for an update; answers the ARN. Only where somebody has asked for that. */
  readonly again?: () => Promise<string>;
}

/** Where so many have been deregistered, those before them have been too: each costs a call. */
const mostCandidates = 20;

/** The service's last completed deployment of another revision than `taskDefinition`: ECS itself would go back to it. */
export function servingOf(service: Service, taskDefinition: string): string | undefined {
  return newestFirst(service).find(
    (each) =>
      each.taskDefinition !== taskDefinition &&
      (each.status !== 'PRIMARY' || isSettled(each, service)) &&
      // The state is absent behind a Classic Load Balancer; running tasks speak for the deployment then.
      (each.rolloutState === 'COMPLETED' ||
        (each.rolloutState === undefined && (each.runningCount ?? 0) > 0)),
  )?.taskDefinition;
}

/**
 * The revisions that served before `taskDefinition` (an ARN), the last one first, also those that have been deregistered:
 * what serves still, then those of the history that succeeded. `known` are revisions that have been described just now.
 */
export async function* servedBefore(
  service: Service,
  taskDefinition: string,
  effects: HistoryEffects,
  known: readonly TaskDefinition[] = [],
): AsyncGenerator<RollbackTarget> {
  const targetOf = async (arn: string) => ({
    taskDefinition: arn,
    isUpdatable: await isActive(arn, effects.ecs, known),
  });
  const serving = servingOf(service, taskDefinition);
  if (serving !== undefined) yield targetOf(serving);
  const seen = new Set([taskDefinition, ...(serving === undefined ? [] : [serving])]);
  const most = seen.size + mostCandidates;
  for await (const served of deployedRevisions(effects, { status: ['SUCCESSFUL'] })) {
    if (served.status !== 'SUCCESSFUL' || seen.has(served.taskDefinition)) continue;
    yield targetOf(served.taskDefinition);
    if (seen.add(served.taskDefinition).size < most) continue;
    const all = `the last ${mostCandidates} revisions that served here have been deregistered`;
    return effects.log.warning(`${all}: no earlier one was looked for`);
  }
}

/**
 * What a failed deployment goes back to by itself: what serves still, else the last one of the history that an update can
 * go to. Never "the revision before": that one may have been the bad one. Undefined when none is known. A newer one that
 * has been deregistered is told beforehand, while somebody can still register it.
 */
export async function rollbackTargetOf(
  service: Service,
  taskDefinition: string,
  effects: HistoryEffects,
  known: readonly TaskDefinition[] = [],
): Promise<RollbackTarget | undefined> {
  const serving = servingOf(service, taskDefinition);
  let isTold = false;
  const warn = (who: string, so: string) =>
    isTold || effects.log.warning(`${who} has been deregistered: ${so}; register it again`);
  for await (const target of servedBefore(service, taskDefinition, effects, known)) {
    if (target.isUpdatable) return target;
    const name = familyRevisionOf(target.taskDefinition);
    if (target.taskDefinition === serving) {
      warn(`${name}, which serves now,`, 'no update can go back to it, only ECS itself');
      return target;
    }
    warn(`${name}, which served last before,`, 'a rollback passes it over');
    isTold = true;
  }
  return undefined;
}
