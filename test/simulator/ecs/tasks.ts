import { ecsArn, nameOf, taskId } from './arns';
import { countFailure } from './circuit-breaker';
import { addEvent } from './events';
import { deploymentId, type Deployment, type Model, type TaskRecord } from './model';
import { endOfTask } from './task-end';
import type { TaskReport } from './task-runner';
import { eventTexts, stopTexts } from './texts';

/** A new task of a deployment; `asRunning` skips its start, for services that were there before the story begins. */
export function launchTask(model: Model, deployment: Deployment, asRunning = false): TaskRecord {
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
    containers: containerDefinitions.map(({ name = '', image = '', healthCheck }) => {
      const digest = deployment.digests.get(name);
      return {
        name,
        image,
        ...(digest === undefined ? {} : { digest }),
        hasHealthCheck: healthCheck !== undefined,
        health: 'UNKNOWN' as const,
      };
    }),
    address: `10.0.${service.cluster.tasks.size >> 8}.${service.cluster.tasks.size & 255}`,
    lastStatus: 'PROVISIONING',
    desiredStatus: 'RUNNING',
    target: 'none',
    isHealthy: false,
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
        isLoadBalanced: service.loadBalancers.length > 0,
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

function reportOf(model: Model, task: TaskRecord): TaskReport {
  const { setting, timings } = model;
  const { service } = task.deployment;
  const isLive = () => task.desiredStatus === 'RUNNING';
  const hasHealthCheck = task.containers.some((container) => container.hasHealthCheck);
  const targetGroup = service.loadBalancers[0]?.targetGroupArn;
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
      if (targetGroup) {
        task.target = 'initial';
        addEvent(model, service, eventTexts.registered(service.name, 1, targetGroup));
      } else if (!hasHealthCheck) {
        setting.clock.schedule(timings.healthyAfterRunningMs, () => {
          if (isLive()) becomesHealthy(model, task);
        });
      }
      model.changed(service);
    },
    healthy() {
      if (isLive() && task.lastStatus === 'RUNNING' && (targetGroup || hasHealthCheck)) {
        becomesHealthy(model, task);
      }
    },
    unhealthy(targetReason) {
      if (isLive()) becomesUnhealthy(model, task, targetReason);
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
  if (service.loadBalancers.length > 0) task.target = 'healthy';
  delete task.targetReason;
  task.isHealthy = true;
  // (AWS docs) resetOnHealthyTask is on unless it is switched off.
  if (service.configuration.deploymentCircuitBreaker?.resetOnHealthyTask !== false) {
    task.deployment.failedTasks = 0;
    delete task.deployment.startsAgainAt;
  }
  model.changed(service);
}

/** By the word of the load balancer where it gives a reason, of the container's health check otherwise. */
export function becomesUnhealthy(model: Model, task: TaskRecord, targetReason: string | undefined) {
  const { service } = task.deployment;
  const { targetGroupArn, containerPort = 0 } = service.loadBalancers[0] ?? {};
  task.isHealthy = false;
  if (targetReason !== undefined && targetGroupArn) {
    task.target = 'unhealthy';
    task.targetReason = targetReason;
    addEvent(
      model,
      service,
      eventTexts.targetUnhealthy(service.name, task.id, containerPort, targetGroupArn, targetReason),
    );
    // (AWS docs) within the grace period the scheduler looks away.
    const grace = (service.settings.healthCheckGracePeriodSeconds ?? 0) * 1000;
    const graceLeft = Math.max(0, (task.startedAt ?? 0) + grace - model.setting.clock.now());
    model.setting.clock.schedule(graceLeft, () => {
      if (task.target === 'unhealthy') stopTask(model, task, stopTexts.targetHealth(targetGroupArn), true);
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
  const isRegistered = task.target !== 'none';
  if (task.lastStatus === 'RUNNING') task.lastStatus = 'DEACTIVATING';
  if (isRegistered) {
    task.target = 'draining';
    addEvent(model, service, eventTexts.draining(service.name, 1));
    const targetGroup = service.loadBalancers[0]?.targetGroupArn ?? '';
    addEvent(model, service, eventTexts.deregistered(service.name, 1, targetGroup));
  }
  const wait = isRegistered ? model.timings.deregistrationDelayMs : model.timings.deactivatingMs;
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
