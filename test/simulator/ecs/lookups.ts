import { awsError } from '../api';
import { errorTexts } from '../texts';
import { nameOf } from './arns';
import type { Cluster, Model, Service, TaskDefinitionRecord } from './model';

export const emptyCluster = (): Omit<Cluster, 'name' | 'arn'> => ({
  ...{ services: new Map(), tasks: new Map(), containerInstances: 1 },
  room: { CPU: 4096, MEMORY: 16_384 },
});

type Named = Pick<Service, 'arn' | 'name' | 'cluster' | 'taskDefinition'>;

/** One that is active and has started nothing yet. */
export const idleService = ({ setting }: Model, service: Named & Partial<Service>): Service => ({
  createdAt: setting.clock.now(),
  ...{ status: 'ACTIVE', controller: 'ECS', managedBy: 'CUSTOMER', isBehindGateway: false },
  ...{ desiredCount: 1, configuration: {}, launchType: 'FARGATE', schedulingStrategy: 'REPLICA' },
  ...{ deployments: [], serviceDeployments: [], revisions: [], events: [], failures: [] },
  ...{ loadBalancers: [], settings: {}, obstacles: {}, isSteady: true, isPassScheduled: false },
  ...service,
});

export function clusterOf(model: Model, nameOrArn = 'default'): Cluster {
  const cluster = model.clusters.get(nameOf(nameOrArn));
  if (!cluster) throw awsError('ClusterNotFoundException', errorTexts.clusterNotFound);
  return cluster;
}

export function findService(cluster: Cluster, nameOrArn: string): Service | undefined {
  const service = cluster.services.get(nameOf(nameOrArn));
  // An ARN of another cluster's service is not this one.
  return nameOrArn.startsWith('arn:') && service?.arn !== nameOrArn ? undefined : service;
}

export function serviceOf(cluster: Cluster, nameOrArn: string): Service {
  const service = findService(cluster, nameOrArn);
  if (!service) throw awsError('ServiceNotFoundException', errorTexts.serviceNotFound);
  return service;
}

/** By ARN, `family:revision`, or `family` for the latest ACTIVE revision. */
export function findTaskDefinition(model: Model, reference: string): TaskDefinitionRecord | undefined {
  const [family = '', revision] = nameOf(reference).split(':');
  const records = model.families.get(family) ?? [];
  if (revision === undefined) return records.findLast(({ status }) => status === 'ACTIVE');
  const record = records.find((one) => String(one.revision) === revision);
  return reference.startsWith('arn:') && record?.arn !== reference ? undefined : record;
}
