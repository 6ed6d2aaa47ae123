import type {
  Cluster as ClusterView,
  ContainerInstance,
  DescribeClustersRequest,
  DescribeContainerInstancesRequest,
  ListClustersRequest,
  ListContainerInstancesRequest,
  ListServicesRequest,
  ListTagsForResourceRequest,
} from '@aws-sdk/client-ecs';
import { awsError, type Operation } from '../api';
import { errorTexts } from '../texts';
import { ecsArn, nameOf } from './arns';
import { clusterOf } from './lookups';
import type { Cluster, Model } from './model';
import { pageOf } from './page';
import { launchTypeOf } from './services/launch-view';
import { liveTasksOf } from './tasks/task-counts';

/** (AWS docs) */
const limits = { clusters: 100, services: 10, instances: 100 };

/** What there is, for whoever looks around. */
export function listOperations(model: Model): Record<string, Operation> {
  return {
    ListClusters({ nextToken, maxResults = limits.clusters }: ListClustersRequest) {
      const arns = [...model.clusters.values()].map(({ arn }) => arn);
      const { page, ...next } = pageOf(arns, nextToken, maxResults);
      return { clusterArns: page, ...next };
    },

    DescribeClusters({ clusters = ['default'] }: DescribeClustersRequest) {
      const found = clusters.map((reference) => ({
        reference,
        cluster: model.clusters.get(nameOf(reference)),
      }));
      return {
        clusters: found.flatMap(({ cluster }) => (cluster ? [clusterView(cluster)] : [])),
        failures: found
          .filter(({ cluster }) => !cluster)
          .map(({ reference }) => ({
            arn: reference.startsWith('arn:') ? reference : ecsArn(model.setting, `cluster/${reference}`),
            reason: 'MISSING',
          })),
      };
    },

    ListServices(input: ListServicesRequest) {
      const { launchType, schedulingStrategy, nextToken, maxResults = limits.services } = input;
      const services = [...clusterOf(model, input.cluster).services.values()].filter(
        (service) =>
          (launchType === undefined || launchTypeOf(service) === launchType) &&
          (schedulingStrategy === undefined || service.schedulingStrategy === schedulingStrategy),
      );
      const { page, ...next } = pageOf(services, nextToken, maxResults);
      return { serviceArns: page.map(({ arn }) => arn), ...next };
    },

    ListContainerInstances({
      cluster,
      nextToken,
      maxResults = limits.instances,
    }: ListContainerInstancesRequest) {
      const { page, ...next } = pageOf(instancesOf(clusterOf(model, cluster)), nextToken, maxResults);
      return { containerInstanceArns: page.map(({ containerInstanceArn }) => containerInstanceArn), ...next };
    },

    DescribeContainerInstances({ cluster, containerInstances = [] }: DescribeContainerInstancesRequest) {
      const known = instancesOf(clusterOf(model, cluster));
      const isAsked = ({ containerInstanceArn: arn }: ContainerInstance) =>
        containerInstances.some((one) => one === arn || one === nameOf(arn ?? ''));
      return { containerInstances: known.filter(isAsked), failures: [] };
    },

    ListTagsForResource({ resourceArn }: ListTagsForResourceRequest) {
      const definition = [...model.families.values()].flat().find(({ arn }) => arn === resourceArn);
      if (definition) return { tags: definition.tags };
      const isKnown = [...model.clusters.values()].some(
        ({ arn, services }) =>
          arn === resourceArn || [...services.values()].some((service) => service.arn === resourceArn),
      );
      if (!isKnown) throw awsError('InvalidParameterException', errorTexts.resourceNotFound);
      return { tags: model.resourceTags.get(resourceArn ?? '') ?? [] };
    },
  };
}

/** All have the same left over. */
const instancesOf = ({ arn, containerInstances, room }: Cluster): ContainerInstance[] =>
  Array.from({ length: containerInstances }, (_, index) => ({
    containerInstanceArn: `${arn.replace(':cluster/', ':container-instance/')}/${index}`,
    status: 'ACTIVE',
    agentConnected: true,
    remainingResources: Object.entries(room).map(([name, integerValue]) => ({
      ...{ name, type: 'INTEGER', integerValue },
    })),
  }));

function clusterView({ name, arn, services, tasks, containerInstances }: Cluster): ClusterView {
  const live = [...services.values()].flatMap(({ deployments }) => deployments.flatMap(liveTasksOf));
  return {
    clusterArn: arn,
    clusterName: name,
    status: 'ACTIVE',
    registeredContainerInstancesCount: containerInstances,
    runningTasksCount: [...tasks.values()].filter(({ lastStatus }) => lastStatus === 'RUNNING').length,
    pendingTasksCount: live.filter(({ lastStatus }) => lastStatus !== 'RUNNING').length,
    activeServicesCount: [...services.values()].filter(({ status }) => status === 'ACTIVE').length,
  };
}
