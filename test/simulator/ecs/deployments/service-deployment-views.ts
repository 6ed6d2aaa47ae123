import type {
  ServiceDeployment as ServiceDeploymentView,
  ServiceDeploymentBrief,
  ServiceDeploymentLifecycleStage,
  ServiceRevision as ServiceRevisionView,
  ServiceRevisionSummary,
} from '@aws-sdk/client-ecs';
import { breakerThreshold } from './circuit-breaker';
import { serviceRevisionArn } from './deployments';
import { isInFlight, type Deployment, type Model, type ServiceDeployment } from '../model';
import { pendingCount, runningTasksOf } from '../tasks/task-counts';
import type { Stage } from '../stages/stages';
import { launchView } from '../services/launch-view';
import { managedBalancersOf, ownBalancersOf } from '../services/managed-balancers';
import { newTargets } from '../traffic/targets';
import { isRolling, weightsOf } from '../traffic/traffic';

export const revisionSummary = (
  model: Model,
  deployment: Deployment,
  record?: ServiceDeployment,
): ServiceRevisionSummary => ({
  arn: serviceRevisionArn(model, deployment),
  requestedTaskCount: deployment.desiredCount,
  runningTaskCount: runningTasksOf(deployment).length,
  pendingTaskCount: pendingCount(deployment),
  ...(record ? weightsOf(record, deployment) : {}),
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
    sourceServiceRevisions: record.sources.map((one) => revisionSummary(model, one, record)),
    targetServiceRevision: revisionSummary(model, target, record),
    status: record.status,
    ...(record.statusReason === undefined ? {} : { statusReason: record.statusReason }),
    // (field report: ecspresso #1064) a ROLLING deployment tells no stage.
    ...(isRolling(record.configuration) ? {} : { lifecycleStage: stageView(record.stage) }),
    lifecycleHookDetails: record.hooks.map((hook) => ({
      hookId: hook.id,
      targetType: hook.targetType,
      status: hook.status,
      expiresAt: new Date(hook.expiresAt),
      timeoutAction: hook.timeoutAction,
    })),
    deploymentConfiguration: record.configuration,
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
      status: monitorStatus(
        (alarms?.enable ?? false) && !record.ignoresAlarms,
        record.triggeredAlarms.length > 0,
      ),
      alarmNames: alarms?.alarmNames ?? [],
      triggeredAlarmNames: record.triggeredAlarms,
    },
  };
}

/** AWS tells one stage more than the SDK's enum knows. (AWS docs) */
const stageView = (stage: Stage) => stage as ServiceDeploymentLifecycleStage;

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
    ...launchView(service),
    loadBalancers: ownBalancersOf(service),
    ...managedBalancersOf(service),
    ...(ownBalancersOf(service).length > 0 ? { resolvedConfiguration: resolvedOf(deployment) } : {}),
    containerImages: (taskDefinition.definition.containerDefinitions ?? []).map(
      ({ name = '', image = '' }) => {
        const imageDigest = digests.get(name);
        return { containerName: name, image, ...(imageDigest ? { imageDigest } : {}) };
      },
    ),
    createdAt: new Date(deployment.createdAt),
  };
}

/** (AWS docs) the group that this revision's tasks are in. */
const resolvedOf = (deployment: Deployment) => ({
  loadBalancers: newTargets(deployment).map(({ group }, index) => {
    const { productionListenerRule } = deployment.service.loadBalancers[index]?.advancedConfiguration ?? {};
    return { targetGroupArn: group, ...(productionListenerRule ? { productionListenerRule } : {}) };
  }),
});
