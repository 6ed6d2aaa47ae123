import { createHash } from 'node:crypto';
import type { RunTaskRequest } from '@aws-sdk/client-ecs';
import { ecsArn, nameOf, taskId } from '../arns';
import { countFailure } from '../deployments/circuit-breaker';
import { addEvent } from '../events';
import { deploymentId, type Deployment, type Model } from '../model';
import type { ContainerRecord, TaskRecord } from './task-record';
import { becomeHealthy, becomeUnhealthy, drain, newTargets, register } from '../traffic/targets';
import { endOfTask } from './task-end';
import type { TaskReport } from './task-runner';
import { eventTexts, stopTexts } from '../texts';

/** A new task of a deployment; `asRunning` skips its start, for services that were there before the story begins. */
export function launchTask(
  model: Model,
  deployment: Deployment,
  asRunning = false,
  oneOff?: RunTaskRequest,
): TaskRecord {
  const { setting, timings } = model;
  const { service } = deployment;
  const id = taskId();
  const { containerDefinitions = [] } = deployment.taskDefinition.definition;
  const task: TaskRecord = {
    id,
    arn: ecsArn(setting, `task/${service.cluster.name}/${id}`),
    cluster: service.cluster,
    deployment,
    createdAt: setting.clock.now(),
    containers: [...containersOf(model, deployment), ...addedTo(deployment)],
    address: `10.0.${service.cluster.tasks.size >> 8}.${service.cluster.tasks.size & 255}`,
    lastStatus: 'PROVISIONING',
    desiredStatus: 'RUNNING',
    targets: newTargets(deployment),
    isHealthy: false,
    ...(oneOff ? { oneOff } : {}),
  };
  service.cluster.tasks.set(task.arn, task);
  const start = () => {
    if (task.desiredStatus === 'STOPPED') return;
    task.lastStatus = asRunning ? 'RUNNING' : 'PENDING';
    task.pullStartedAt = setting.clock.now();
    task.handle = model.runTask(
      {
        taskArn: task.arn,
        taskId: id,
        cluster: service.cluster.name,
        service: service.name,
        deploymentId: deploymentId(deployment),
        taskDefinition: nameOf(deployment.taskDefinition.arn),
        containerDefinitions,
        digests: deployment.digests,
        isLoadBalanced: task.targets.length > 0,
        ...(oneOff ? { oneOff } : {}),
        addedContainers: task.containers.filter(({ isAdded }) => isAdded),
      },
      reportOf(model, task),
      setting.clock,
    );
  };
  if (asRunning) {
    task.startedAt = setting.clock.now();
    becomesHealthy(model, task);
    start();
  } else {
    setting.clock.schedule(timings.provisioningMs, start);
  }
  return task;
}

function containersOf(model: Model, { digests, taskDefinition }: Deployment): ContainerRecord[] {
  const { containerDefinitions = [] } = taskDefinition.definition;
  return containerDefinitions.map(({ name = '', image = '', healthCheck }) => {
    const pulled = image.includes('@') ? model.digestOf(image, true) : undefined;
    const digest = pulled ?? digests.get(name) ?? model.digestOf(image) ?? foreignDigest(model, image);
    return {
      name,
      image,
      ...(digest === undefined ? {} : { digest }),
      hasHealthCheck: healthCheck !== undefined,
      health: 'UNKNOWN' as const,
    };
  });
}

/** (field report) ECS tells the digest of every image, whichever registry it is from. */
const foreignDigest = ({ setting }: Model, image: string) =>
  image.startsWith(`${setting.registry()}/`)
    ? undefined
    : `sha256:${createHash('sha256').update(image).digest('hex')}`;

/** (field report) Service Connect's proxy is in no task definition, and its name ends differently each time. */
function addedTo({ service, digits }: Deployment): ContainerRecord[] {
  if (!service.settings.serviceConnectConfiguration?.enabled) return [];
  const image = 'ecs-service-connect-agent:interface-v1';
  const digest = `sha256:${createHash('sha256').update(image).digest('hex')}`;
  const name = `ecs-service-connect-${digits.slice(0, 5)}`;
  return [{ name, image, digest, hasHealthCheck: false, isAdded: true, health: 'UNKNOWN' }];
}

function reportOf(model: Model, task: TaskRecord): TaskReport {
  const { setting, timings } = model;
  const { service } = task.deployment;
  const isLive = () => task.desiredStatus === 'RUNNING';
  const hasHealthCheck = task.containers.some((container) => container.hasHealthCheck);
  const isTarget = task.targets.length > 0;
  return {
    pulled() {
      if (task.lastStatus !== 'PENDING') return;
      task.lastStatus = 'ACTIVATING';
      task.pullStoppedAt = setting.clock.now();
    },
    running() {
      if (!isLive() || task.lastStatus === 'RUNNING') return;
      task.lastStatus = 'RUNNING';
      task.pullStoppedAt ??= setting.clock.now();
      task.startedAt = setting.clock.now();
      if (isTarget) register(model, task);
      else if (!hasHealthCheck) {
        setting.clock.schedule(timings.healthyAfterRunningMs, () => {
          if (isLive()) becomesHealthy(model, task);
        });
      }
      model.changed(service);
    },
    healthy() {
      if (isLive() && task.lastStatus === 'RUNNING' && (isTarget || hasHealthCheck)) {
        becomesHealthy(model, task);
      }
    },
    unhealthy(targetReason, target) {
      if (isLive()) becomesUnhealthy(model, task, targetReason, target);
    },
    exited(name, exitCode, reason) {
      const container = task.containers.find((one) => one.name === name);
      if (container && isLive())
        Object.assign(container, { hasExited: true, exitCode, ...(reason === undefined ? {} : { reason }) });
    },
    stopped: (end) => endOfTask(model, task, end),
    log(container, line) {
      const definition = task.deployment.taskDefinition.definition.containerDefinitions?.find(
        ({ name }) => name === container,
      );
      const options = definition?.logConfiguration?.options;
      if (definition?.logConfiguration?.logDriver !== 'awslogs' || !options?.['awslogs-stream-prefix'])
        return;
      const stream = `${options['awslogs-group'] ?? ''}/${options['awslogs-stream-prefix']}/${container}/${task.id}`;
      const lines = model.logs.get(stream) ?? [];
      lines.push({ at: setting.clock.now(), message: line });
      model.logs.set(stream, lines);
    },
  };
}

function becomesHealthy(model: Model, task: TaskRecord) {
  const { service } = task.deployment;
  for (const container of task.containers) if (container.hasHealthCheck) container.health = 'HEALTHY';
  becomeHealthy(task);
  task.isHealthy = true;
  // (AWS docs) resetOnHealthyTask is on unless it is switched off.
  if (service.configuration.deploymentCircuitBreaker?.resetOnHealthyTask !== false) {
    task.deployment.failedTasks = 0;
    delete task.deployment.startsAgainAt;
  }
  model.changed(service);
}

/** By the word of the load balancer where it gives a reason, of the container's health check otherwise. */
export function becomesUnhealthy(
  model: Model,
  task: TaskRecord,
  targetReason: string | undefined,
  which?: string,
) {
  const { service } = task.deployment;
  task.isHealthy = false;
  const sick = targetReason === undefined ? undefined : becomeUnhealthy(model, task, targetReason, which);
  if (sick) {
    // (AWS docs) within the grace period the scheduler looks away.
    const grace = (service.settings.healthCheckGracePeriodSeconds ?? 0) * 1000;
    const graceLeft = Math.max(0, (task.startedAt ?? 0) + grace - model.setting.clock.now());
    model.setting.clock.schedule(graceLeft, () => {
      if (sick.state === 'unhealthy') stopTask(model, task, stopTexts.targetHealth(sick.group), true);
    });
    return;
  }
  for (const container of task.containers) if (container.hasHealthCheck) container.health = 'UNHEALTHY';
  addEvent(model, service, eventTexts.containerUnhealthy(service.name, task.id));
  stopTask(model, task, stopTexts.containerHealth, true);
}

/** The scheduler's decision to stop a task. */
export function stopTask(model: Model, task: TaskRecord, stoppedReason: string, isFailure = false): void {
  if (task.desiredStatus === 'STOPPED') return;
  const { clock } = model.setting;
  const { service } = task.deployment;
  task.desiredStatus = 'STOPPED';
  task.stopCode = 'ServiceSchedulerInitiated';
  task.stoppedReason = stoppedReason;
  task.stoppingAt = clock.now();
  task.isHealthy = isFailure ? false : task.isHealthy;
  if (isFailure) countFailure(model, task.deployment);
  if (task.lastStatus === 'RUNNING') task.lastStatus = 'DEACTIVATING';
  const wait = drain(model, task) ?? model.timings.deactivatingMs;
  clock.schedule(wait, () => {
    if (!task.handle) {
      endOfTask(model, task, { stopCode: 'UserInitiated', stoppedReason });
      return;
    }
    task.lastStatus = 'STOPPING';
    model.changed(service);
    void task.handle.stop();
  });
  model.changed(service);
}
