import type { Deployment as DeploymentView, Service as ServiceView, TaskSet } from '@aws-sdk/client-ecs';
import { deploymentId, isVisible, type Deployment, type Model, type Service } from '../model';
import { isGone, pendingCount, runningTasksOf } from '../tasks/task-counts';
import { launchView } from './launch-view';
import { ownBalancersOf } from './managed-balancers';
import { revisionSummary } from '../deployments/service-deployment-views';

/** What DescribeServices shows of a service; all counts come from its tasks. */
export function serviceView(model: Model, service: Service): ServiceView {
  const isEcs = service.controller === 'ECS';
  const deployments = isEcs ? service.deployments.map((one) => deploymentView(one)).toReversed() : [];
  const current = service.serviceDeployments.find((record) => isVisible(model, record));
  const { settings } = service;
  return {
    serviceArn: service.arn,
    serviceName: service.name,
    clusterArn: service.cluster.arn,
    loadBalancers: ownBalancersOf(service),
    serviceRegistries: settings.serviceRegistries ?? [],
    status: service.status,
    desiredCount: service.desiredCount,
    runningCount: sumOf(service.deployments.map((one) => runningTasksOf(one).length)),
    pendingCount: sumOf(service.deployments.map(pendingCount)),
    ...launchView(service),
    // (AWS docs) the task sets of an EXTERNAL service have theirs.
    ...(service.controller === 'EXTERNAL' ? {} : { taskDefinition: service.taskDefinition.arn }),
    deploymentConfiguration: {
      maximumPercent: 200,
      minimumHealthyPercent: 100,
      ...service.configuration,
    },
    deployments,
    ...(isEcs ? {} : { taskSets: service.deployments.map(taskSetView) }),
    events: service.events.map(({ id, at, message }) => ({ id, createdAt: new Date(at), message })),
    createdAt: new Date(service.createdAt),
    ...(current ? { currentServiceDeployment: current.arn } : {}),
    currentServiceRevisions: isEcs ? service.deployments.map((one) => revisionSummary(model, one)) : [],
    placementConstraints: settings.placementConstraints ?? [],
    placementStrategy: settings.placementStrategy ?? [],
    ...(settings.networkConfiguration ? { networkConfiguration: settings.networkConfiguration } : {}),
    healthCheckGracePeriodSeconds: settings.healthCheckGracePeriodSeconds ?? 0,
    schedulingStrategy: service.schedulingStrategy,
    ...(service.controller === 'ECS' ? {} : { deploymentController: { type: service.controller } }),
    enableECSManagedTags: settings.enableECSManagedTags ?? false,
    propagateTags: settings.propagateTags ?? 'NONE',
    enableExecuteCommand: settings.enableExecuteCommand ?? false,
    availabilityZoneRebalancing: settings.availabilityZoneRebalancing ?? 'DISABLED',
    resourceManagementType: service.managedBy,
  };
}

const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);

function deploymentView(deployment: Deployment): DeploymentView {
  const { service } = deployment;
  return {
    id: deploymentId(deployment),
    status: statusOf(deployment),
    taskDefinition: deployment.taskDefinition.arn,
    desiredCount: deployment.desiredCount,
    pendingCount: pendingCount(deployment),
    runningCount: runningTasksOf(deployment).length,
    failedTasks: deployment.failedTasks,
    createdAt: new Date(deployment.createdAt),
    updatedAt: new Date(deployment.updatedAt),
    ...launchView(service),
    ...(service.settings.networkConfiguration
      ? { networkConfiguration: service.settings.networkConfiguration }
      : {}),
    ...rolloutStateOf(deployment),
  };
}

/** (field report) DRAINING is seen while the last tasks of a replaced deployment go; the docs name ACTIVE and INACTIVE alone. */
function statusOf(deployment: Deployment): string {
  if (deployment.service.deployments[0] === deployment) return 'PRIMARY';
  return deployment.desiredCount === 0 && !isGone(deployment) ? 'DRAINING' : 'ACTIVE';
}

/** (AWS docs) not returned for a service behind a Classic Load Balancer. */
function rolloutStateOf({ service, rolloutState, rolloutStateReason }: Deployment) {
  const isClassic = service.loadBalancers.some(({ loadBalancerName }) => loadBalancerName !== undefined);
  return isClassic ? {} : { rolloutState, rolloutStateReason };
}

/** What the other deployment controllers have instead of a deployment. */
const taskSetView = (deployment: Deployment): TaskSet => ({
  id: deploymentId(deployment),
  status: 'PRIMARY',
  taskDefinition: deployment.taskDefinition.arn,
  runningCount: runningTasksOf(deployment).length,
  pendingCount: pendingCount(deployment),
  stabilityStatus: 'STEADY_STATE',
});
