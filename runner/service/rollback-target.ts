import type { Deployment, Service } from '@aws-sdk/client-ecs';
import { EcsCdError } from '../errors';
import type { Ecs } from './ecs';

/** What to put back when a deployment fails. */
export interface RollbackTarget {
  readonly taskDefinition: string;
  /** `ecs-svc/N`, where the deployment that ran it is still listed. */
  readonly deploymentId?: string;
}

/**
 * The revision that served last before `taskDefinition` (an ARN): the service's completed deployment of another
 * revision, else the target of the newest service deployment that succeeded with another one (ECS keeps them for 90
 * days, AWS docs). Never "the revision before": that one may have been the bad one. Undefined when nothing ever served.
 */
export async function rollbackTargetOf(
  service: Service,
  taskDefinition: string,
  ecs: Ecs,
): Promise<RollbackTarget | undefined> {
  const completed = service.deployments?.find(
    (each) => each.taskDefinition !== taskDefinition && hasServed(each),
  );
  if (completed?.taskDefinition !== undefined) {
    return {
      taskDefinition: completed.taskDefinition,
      ...(completed.id ? { deploymentId: completed.id } : {}),
    };
  }
  return lastSuccessBefore(taskDefinition, ecs);
}

/** `rolloutState` is absent behind a Classic Load Balancer; running tasks speak for the deployment then. */
function hasServed({ rolloutState, runningCount = 0 }: Deployment): boolean {
  return rolloutState === 'COMPLETED' || (rolloutState === undefined && runningCount > 0);
}

/** How far back history is read: each look is one call. */
const historyDepth = 20;

async function lastSuccessBefore(taskDefinition: string, ecs: Ecs): Promise<RollbackTarget | undefined> {
  const successes = await ecs.listServiceDeployments({ status: ['SUCCESSFUL'] });
  for (const { targetServiceRevisionArn } of successes.slice(0, historyDepth)) {
    if (targetServiceRevisionArn === undefined) continue;
    const revision = await ecs.describeServiceRevision(targetServiceRevisionArn);
    const served = revision?.taskDefinition;
    if (served !== undefined && served !== taskDefinition && (await isActive(served, ecs)))
      return { taskDefinition: served };
  }
  return undefined;
}

async function isActive(taskDefinition: string, ecs: Ecs): Promise<boolean> {
  try {
    const revision = await ecs.describeTaskDefinition(taskDefinition);
    return revision.taskDefinition.status === 'ACTIVE';
  } catch (error) {
    if (error instanceof EcsCdError && error.verdict === 'rejected') return false;
    throw error;
  }
}
