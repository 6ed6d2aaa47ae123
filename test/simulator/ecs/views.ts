import type {
  Deployment as DeploymentView,
  Service as ServiceView,
  ServiceDeployment as ServiceDeploymentView,
  ServiceDeploymentBrief,
  ServiceRevision as ServiceRevisionView,
  ServiceRevisionSummary,
  TaskSet,
} from '@aws-sdk/client-ecs';
import { breakerThreshold } from './circuit-breaker';
import { serviceRevisionArn } from './deployments';
import {
  deploymentId,
  isInFlight,
  isVisible,
  liveTasksOf,
  runningTasksOf,
  type Deployment,
  type Model,
  type Service,
  type ServiceDeployment,
} from './model';

/** What DescribeServices shows of a service; all counts come from its tasks. */
export function serviceView(model: Model, service: Service): ServiceView {
  const isEcs = service.controller === 'ECS';
  const deployments = isEcs ? service.deployments.map((one) => deploymentView(one)) : [];
  const current = service.serviceDeployments.find((record) => isVisible(model, record));
  const { settings } = service;
  return {
    serviceArn: service.arn,
    serviceName: service.name,
    clusterArn: service.cluster.arn,
    loadBalancers: service.loadBalancers,
    serviceRegistries: settings.serviceRegistries ?? [],
    status: service.status,
    desiredCount: service.desiredCount,
    runningCount: sumOf(service.deployments.map((one) => runningTasksOf(one).length)),
    pendingCount: sumOf(service.deployments.map(pendingCount)),
    launchType: service.launchType,
    taskDefinition: service.taskDefinition.arn,
    deploymentConfiguration: {
      maximumPercent: 200,
      minimumHealthyPercent: 100,
      strategy: 'ROLLING',
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
    schedulingStrategy: 'REPLICA',
    deploymentController: { type: service.controller },
    enableECSManagedTags: settings.enableECSManagedTags ?? false,
    propagateTags: settings.propagateTags ?? 'NONE',
    enableExecuteCommand: settings.enableExecuteCommand ?? false,
    availabilityZoneRebalancing: settings.availabilityZoneRebalancing ?? 'DISABLED',
    resourceManagementType: 'CUSTOMER',
  };
}

const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);

/** Tasks on their way to RUNNING. */
const pendingCount = (deployment: Deployment) =>
  liveTasksOf(deployment).filter(({ lastStatus }) => lastStatus !== 'RUNNING').length;

function deploymentView(deployment: Deployment): DeploymentView {
  const { service } = deployment;
  return {
    id: deploymentId(deployment),
    status: service.deployments[0] === deployment ? 'PRIMARY' : 'ACTIVE',
    taskDefinition: deployment.taskDefinition.arn,
    desiredCount: deployment.desiredCount,
    pendingCount: pendingCount(deployment),
    runningCount: runningTasksOf(deployment).length,
    failedTasks: deployment.failedTasks,
    createdAt: new Date(deployment.createdAt),
    updatedAt: new Date(deployment.updatedAt),
    launchType: service.launchType,
    ...(service.settings.networkConfiguration
      ? { networkConfiguration: service.settings.networkConfiguration }
      : {}),
    rolloutState: deployment.rolloutState,
    rolloutStateReason: deployment.rolloutStateReason,
  };
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

const revisionSummary = (model: Model, deployment: Deployment): ServiceRevisionSummary => ({
  arn: serviceRevisionArn(model, deployment),
  requestedTaskCount: deployment.desiredCount,
  runningTaskCount: runningTasksOf(deployment).length,
  pendingTaskCount: pendingCount(deployment),
});

export function serviceDeploymentView(model: Model, record: ServiceDeployment): ServiceDeploymentView {
  const { service, target, rollback } = record;
  const { deploymentCircuitBreaker, alarms } = service.configuration;
  const monitorStatus = (isEnabled: boolean, isTriggered: boolean) => {
    if (!isEnabled) return 'DISABLED' as const;
    if (isTriggered) return 'TRIGGERED' as const;
    return isInFlight(record) ? ('MONITORING' as const) : ('MONITORING_COMPLETE' as const);
  };
  return {
    serviceDeploymentArn: record.arn,
    serviceArn: service.arn,
    clusterArn: service.cluster.arn,
    ...timesOf(record),
    ...(record.stoppedAt === undefined ? {} : { stoppedAt: new Date(record.stoppedAt) }),
    updatedAt: new Date(record.updatedAt),
    sourceServiceRevisions: record.sources.map((one) => revisionSummary(model, one)),
    targetServiceRevision: revisionSummary(model, target),
    status: record.status,
    ...(record.statusReason === undefined ? {} : { statusReason: record.statusReason }),
    lifecycleStage: record.stage,
    lifecycleHookDetails: record.hooks.map((hook) => ({
      hookId: hook.id,
      targetType: 'PAUSE' as const,
      status: hook.status,
      expiresAt: new Date(hook.expiresAt),
      timeoutAction: hook.timeoutAction,
    })),
    deploymentConfiguration: service.configuration,
    ...(rollback
      ? {
          rollback: {
            reason: rollback.reason,
            startedAt: new Date(rollback.startedAt),
            serviceRevisionArn: serviceRevisionArn(model, rollback.to),
          },
        }
      : {}),
    deploymentCircuitBreaker: {
      status: monitorStatus(
        deploymentCircuitBreaker?.enable ?? false,
        record.breakerTriggeredAt !== undefined,
      ),
      failureCount: target.failedTasks,
      threshold: breakerThreshold(service),
    },
    alarms: {
      status: monitorStatus(alarms?.enable ?? false, record.triggeredAlarms.length > 0),
      alarmNames: alarms?.alarmNames ?? [],
      triggeredAlarmNames: record.triggeredAlarms,
    },
  };
}

export function serviceDeploymentBrief(model: Model, record: ServiceDeployment): ServiceDeploymentBrief {
  return {
    serviceDeploymentArn: record.arn,
    serviceArn: record.service.arn,
    clusterArn: record.service.cluster.arn,
    ...timesOf(record),
    targetServiceRevisionArn: serviceRevisionArn(model, record.target),
    status: record.status,
    ...(record.statusReason === undefined ? {} : { statusReason: record.statusReason }),
  };
}

const timesOf = ({ createdAt, startedAt, finishedAt }: ServiceDeployment) => ({
  createdAt: new Date(createdAt),
  ...(startedAt === undefined ? {} : { startedAt: new Date(startedAt) }),
  ...(finishedAt === undefined ? {} : { finishedAt: new Date(finishedAt) }),
});

export function serviceRevisionView(model: Model, deployment: Deployment): ServiceRevisionView {
  const { service, taskDefinition, digests } = deployment;
  return {
    serviceRevisionArn: serviceRevisionArn(model, deployment),
    serviceArn: service.arn,
    clusterArn: service.cluster.arn,
    taskDefinition: taskDefinition.arn,
    launchType: service.launchType,
    loadBalancers: service.loadBalancers,
    containerImages: (taskDefinition.definition.containerDefinitions ?? []).map(
      ({ name = '', image = '' }) => {
        const imageDigest = digests.get(name);
        return { containerName: name, image, ...(imageDigest ? { imageDigest } : {}) };
      },
    ),
    createdAt: new Date(deployment.createdAt),
  };
}
