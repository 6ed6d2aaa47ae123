import type { Deployment, Service, Task } from '@aws-sdk/client-ecs';
import { EcsCdError } from '../errors';
import { familyRevisionOf } from '../names/arn';

/** What the list of a service's deployments says, before anybody does anything. */

/** The one deployment that a run follows. */
export interface Followed {
  /** `ecs-svc/N` */
  readonly deploymentId: string;
  readonly taskDefinition: string;
  /** AWS's clock, not the runner's. */
  readonly createdAt: Date;
  /** By the same clock: when it was seen nothing had replaced it yet. */
  readonly updatedAt?: Date;
}

/** This deployment, mostly the PRIMARY one, as the one to follow. */
export function followedOf({ id, taskDefinition, createdAt, updatedAt }: Deployment = {}): Followed {
  if (id !== undefined && taskDefinition !== undefined && createdAt !== undefined)
    return { deploymentId: id, taskDefinition, createdAt, ...(updatedAt ? { updatedAt } : {}) };
  throw new EcsCdError('needs-attention', 'the service has no PRIMARY deployment that could be followed');
}

export function primaryOf(service: Service | undefined): Deployment | undefined {
  return service?.deployments?.find(({ status }) => status === 'PRIMARY');
}

/** ARN of what the service is to run. */
export function currentRevisionOf(service: Service): string {
  return primaryOf(service)?.taskDefinition ?? service.taskDefinition ?? '';
}

export function isNewer(one: Deployment, other: { readonly createdAt?: Date | undefined }): boolean {
  return (one.createdAt?.getTime() ?? 0) > (other.createdAt?.getTime() ?? 0);
}

/** AWS promises no order of them. */
export function newestFirst({ deployments = [] }: Service): Deployment[] {
  return deployments.toSorted((one, other) => Number(isNewer(other, one)) - Number(isNewer(one, other)));
}

/** Promoting a deployment again touches it. */
export function isTouchedSince(
  { updatedAt }: Deployment,
  { createdAt }: Pick<Followed, 'createdAt'>,
): boolean {
  return (updatedAt?.getTime() ?? 0) > createdAt.getTime();
}

/** Whether a PRIMARY deployment was that before this one began, and was not touched since: the reading is old. */
export function isFromBefore(primary: Deployment, followed: Pick<Followed, 'createdAt'>): boolean {
  return !isNewer(primary, followed) && !isTouchedSince(primary, followed);
}

/** Done: `rolloutState` is absent behind a Classic Load Balancer, where only being alone tells. */
export function isSettled(
  { rolloutState, runningCount, desiredCount }: Deployment,
  { deployments = [] }: Service,
): boolean {
  if (rolloutState !== undefined) return rolloutState === 'COMPLETED';
  return deployments.length === 1 && runningCount === desiredCount;
}

/** Still at work, by the same signs; a deployment that ECS has given up is not. */
export function isUnfinished({ rolloutState }: Deployment, { deployments = [] }: Service): boolean {
  return rolloutState === undefined ? deployments.length > 1 : rolloutState === 'IN_PROGRESS';
}

/** Whether the record of a deployment says that it is over. (AWS docs) */
export function hasEnded(status: string | undefined): boolean {
  return ['SUCCESSFUL', 'STOPPED', 'ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED'].includes(status ?? '');
}

/** A deployment that ECS is rolling back: it promotes an older one again, so a newer one stands beside an unfinished PRIMARY. */
export function rolledBackDeploymentOf(service: Service): Deployment | undefined {
  const primary = primaryOf(service);
  if (!primary || !isUnfinished(primary, service)) return undefined;
  return newestFirst(service).find((each) => isNewer(each, primary));
}

/** The PRIMARY deployment, if it has not ended and is neither of this revision (an ARN) nor what takes it back. */
export function othersDeploymentOf(
  service: Service,
  taskDefinition: string | undefined,
): Deployment | undefined {
  const primary = primaryOf(service);
  if (!primary || !isUnfinished(primary, service) || primary.taskDefinition === taskDefinition)
    return undefined;
  const ours = service.deployments?.filter((each) => each.taskDefinition === taskDefinition) ?? [];
  // Somebody's deployment that goes forward has replaced ours, and does not take it back.
  const isWayBack =
    isBehind(primary.taskDefinition, taskDefinition) ||
    ours.some((each) => each === rolledBackDeploymentOf(service));
  return isWayBack && ours.some(({ rolloutState }) => rolloutState !== 'COMPLETED') ? undefined : primary;
}

/**
 * Whether a revision goes back behind another: the same family with a lower number. A deployment forward always has the
 * higher one, because it is registered for it or is the family's latest.
 */
export function isBehind(taskDefinition: string | undefined, other: string | undefined): boolean {
  const [one, two] = [revisionOf(taskDefinition), revisionOf(other)];
  return one.family === two.family && one.number < two.number;
}

function revisionOf(taskDefinition = '') {
  const [family = '', number] = familyRevisionOf(taskDefinition).split(':');
  return { family, number: Number(number) };
}

/** The running tasks of a deployment (`ecs-svc/N`). */
export function runningTasksOf(tasks: readonly Task[], deploymentId: string): Task[] {
  return tasks.filter(({ startedBy, lastStatus }) => startedBy === deploymentId && lastStatus === 'RUNNING');
}
