import type { Service, TaskDefinition } from '@aws-sdk/client-ecs';
import type { JobLog } from '../log/job-log';
import type { Ecs } from '../ecs/ecs-api';
import { isSettled } from '../ecs/deployments';
import { deployedRevisions, isActive } from '../ecs/history';
import { familyRevisionOf } from '../names/arn';

/** What to put back when a deployment fails. */
export interface RollbackTarget {
  /** ARN */
  readonly taskDefinition: string;
  /** Whether an update can go back to it, as long as ECS itself does not: it has not been deregistered. */
  readonly isUpdatable: boolean;
}

/** Where so many have been deregistered, those before them have been too: each costs a call. */
const mostCandidates = 20;

interface Effects {
  readonly ecs: Ecs;
  readonly log: JobLog;
}

/**
 * The revision that served last before `taskDefinition` (an ARN): the service's completed deployment of another
 * revision, else the newest other one in its history. Never "the revision before": that one may have been the bad one.
 * Undefined when none is known. `known` are revisions that have been described just now.
 */
export async function rollbackTargetOf(
  service: Service,
  taskDefinition: string,
  effects: Effects,
  known: readonly TaskDefinition[] = [],
): Promise<RollbackTarget | undefined> {
  const isUpdatable = (arn: string) => isActive(arn, effects.ecs, known);
  const completed = service.deployments?.find(
    (each) =>
      each.taskDefinition !== taskDefinition &&
      (each.status !== 'PRIMARY' || isSettled(each, service)) &&
      // The state is absent behind a Classic Load Balancer; running tasks speak for the deployment then.
      (each.rolloutState === 'COMPLETED' ||
        (each.rolloutState === undefined && (each.runningCount ?? 0) > 0)),
  );
  if (completed?.taskDefinition !== undefined) {
    const { taskDefinition: serving } = completed;
    const isServingUpdatable = await isUpdatable(serving);
    if (!isServingUpdatable) {
      effects.log.warning(
        `${familyRevisionOf(serving)}, which serves now, has been deregistered: no update can go back to it, only ECS itself; register it again`,
      );
    }
    return { taskDefinition: serving, isUpdatable: isServingUpdatable };
  }
  const seen = new Set([taskDefinition]);
  for await (const served of deployedRevisions(effects, { status: ['SUCCESSFUL'] })) {
    if (served.status !== 'SUCCESSFUL' || seen.has(served.taskDefinition)) continue;
    if (await isUpdatable(served.taskDefinition))
      return { taskDefinition: served.taskDefinition, isUpdatable: true };
    if (seen.add(served.taskDefinition).size <= mostCandidates) continue;
    const all = `the last ${mostCandidates} revisions that served here have been deregistered`;
    effects.log.warning(`${all}: no earlier one was looked for`);
    break;
  }
  return undefined;
}
