import { nameOf } from './arns';
import { neededCountOf } from './deployments/rollout';
import { isHeldByHook } from './stages/hooks';
import {
  deploymentId,
  isInFlight,
  type Deployment,
  type Model,
  type Service,
  type ServiceDeployment,
} from './model';
import { liveTasksOf } from './tasks/task-counts';
import { isBetweenSteps, weightsOf } from './traffic/traffic';

/** What really serves, whatever the API views say. */
export interface Truth {
  /** `family:revision` of the deployment that most healthy tasks belong to; undefined when nothing serves. */
  readonly taskDefinition?: string;
  readonly deploymentId?: string;
  /** Its image by container, as the task definition names it. */
  readonly images: Readonly<Record<string, string>>;
  /** Healthy tasks of that deployment. */
  readonly healthyCount: number;
  /** Healthy tasks of all deployments. */
  readonly healthyOfAll: number;
  /** The same by `family:revision`. */
  readonly healthyByRevision: Readonly<Record<string, number>>;
  /** RUNNING tasks, healthy or not, by `family:revision`. */
  readonly runningByRevision: Readonly<Record<string, number>>;
  /** How many healthy tasks the service's settings ask for before a deployment is done. */
  readonly neededCount: number;
  readonly primary?: {
    readonly taskDefinition: string;
    readonly deploymentId: string;
    readonly isOthers: boolean;
  };
  /** All tasks of the service that nobody has asked to stop. */
  readonly taskCount: number;
  /** Those of them that are RUNNING. */
  readonly runningCount: number;
  readonly desiredCount: number;
  /** Since when one deployment alone serves at its desired count and healthy (ms of the simulator's clock). */
  readonly healthySince?: number;
  readonly isRolloutInFlight: boolean;
  /** What ECS waits for on purpose, in the newest deployment, before it goes on with it. */
  readonly waitsFor?: 'hook' | 'bake' | 'step' | 'drain';
  /** Percent of the production traffic by `family:revision`, as ECS wants it; empty while a ROLLING deployment replaces tasks. */
  readonly production: Readonly<Record<string, number>>;
  /** `family:revision` of a deployment that ECS bakes: all traffic goes there, whatever else still runs. */
  readonly baking?: string;
  /** Deployments that there ever were, the first included. */
  readonly deploymentsEver: number;
  /** Those of them that somebody else made by hand. */
  readonly deploymentsOfOthers: number;
  /** When tasks failed (ms of the simulator's clock). */
  readonly failures: readonly number[];
  /** When the circuit breaker gave the newest deployment up. */
  readonly breakerTriggeredAt?: number;
}

/** By `cluster/service`. */
export function truthsOf({ clusters }: Model): Record<string, Truth> {
  const services = [...clusters.values()].flatMap((cluster) => [...cluster.services.values()]);
  return Object.fromEntries(services.map((one) => [`${one.cluster.name}/${one.name}`, truthOf(one)]));
}

function truthOf(service: Service): Truth {
  const live = service.revisions.flatMap(liveTasksOf);
  const healthyOf = (deployment: Deployment) => liveTasksOf(deployment).filter(({ isHealthy }) => isHealthy);
  const [serving] = service.revisions
    .filter((deployment) => healthyOf(deployment).length > 0)
    .toSorted((a, b) => healthyOf(b).length - healthyOf(a).length);
  const containers = serving?.taskDefinition.definition.containerDefinitions ?? [];
  const [record] = service.serviceDeployments;
  const healthyByRevision: Record<string, number> = {};
  const runningByRevision: Record<string, number> = {};
  const isRunning = ({ lastStatus }: { readonly lastStatus: string }) => lastStatus === 'RUNNING';
  for (const deployment of service.revisions) {
    const revision = nameOf(deployment.taskDefinition.arn);
    healthyByRevision[revision] = (healthyByRevision[revision] ?? 0) + healthyOf(deployment).length;
    const running = liveTasksOf(deployment).filter(isRunning).length;
    runningByRevision[revision] = (runningByRevision[revision] ?? 0) + running;
  }
  return {
    ...(serving
      ? { taskDefinition: nameOf(serving.taskDefinition.arn), deploymentId: deploymentId(serving) }
      : {}),
    images: Object.fromEntries(containers.map(({ name = '', image = '' }) => [name, image])),
    healthyCount: serving ? healthyOf(serving).length : 0,
    healthyOfAll: live.filter(({ isHealthy }) => isHealthy).length,
    healthyByRevision,
    runningByRevision,
    neededCount: neededCountOf(service),
    ...primaryOf(service),
    taskCount: live.length,
    runningCount: live.filter(isRunning).length,
    desiredCount: service.desiredCount,
    ...(service.healthySince === undefined ? {} : { healthySince: service.healthySince }),
    isRolloutInFlight: record !== undefined && isInFlight(record),
    ...waitsForOf(record),
    production: productionOf(service),
    ...(record && isBaking(record) ? { baking: nameOf(record.target.taskDefinition.arn) } : {}),
    deploymentsEver: service.revisions.length,
    deploymentsOfOthers: service.revisions.filter(({ isOthers }) => isOthers).length,
    failures: [...service.failures],
    ...(record?.breakerTriggeredAt === undefined ? {} : { breakerTriggeredAt: record.breakerTriggeredAt }),
  };
}

function waitsForOf(record: ServiceDeployment | undefined): Pick<Truth, 'waitsFor'> {
  if (!record || !isInFlight(record) || record.rollback) return {};
  if (isHeldByHook(record)) return { waitsFor: 'hook' };
  if (record.stage === 'BAKE_TIME') return { waitsFor: 'bake' };
  const hasLeft = record.service.deployments.slice(1).every((old) => liveTasksOf(old).length === 0);
  if (record.stage === 'CLEAN_UP') return hasLeft ? { waitsFor: 'drain' } : {};
  const isShifting = record.stage === 'PRODUCTION_TRAFFIC_SHIFT';
  return isShifting && isBetweenSteps(record) ? { waitsFor: 'step' } : {};
}

function productionOf({ deployments, serviceDeployments: [record] }: Service): Truth['production'] {
  const isShifting = record && isInFlight(record);
  const shares = (isShifting ? [record.target, ...record.sources] : deployments.slice(0, 1)).map(
    (one): readonly [string, number] => [
      nameOf(one.taskDefinition.arn),
      isShifting ? (weightsOf(record, one).requestedProductionTrafficWeight ?? 0) : 100,
    ],
  );
  return Object.fromEntries(shares.filter(([, percent]) => percent > 0));
}

const isBaking = (record: ServiceDeployment): boolean =>
  isInFlight(record) && record.rollback === undefined && record.stage === 'BAKE_TIME';

function primaryOf({ deployments: [primary] }: Service): Pick<Truth, 'primary'> {
  if (!primary) return {};
  const taskDefinition = nameOf(primary.taskDefinition.arn);
  return {
    primary: { taskDefinition, deploymentId: deploymentId(primary), isOthers: primary.isOthers ?? false },
  };
}
