import { countFailure } from '../deployments/circuit-breaker';
import type { Model } from '../model';
import type { TaskRecord } from './task-record';
import { leaveTargetGroups } from '../traffic/targets';
import type { TaskEnd } from './task-runner';

/** Ends that are not the release's fault. (inference) */
const blameless: readonly string[] = [
  'SpotInterruption',
  'TerminationNotice',
  'InfrastructureHealth',
  'UserInitiated',
];

/** Its containers have ended: the task is taken apart, and forgotten after an hour. */
export function endOfTask(model: Model, task: TaskRecord, end: TaskEnd): void {
  if (task.lastStatus === 'DEPROVISIONING' || task.lastStatus === 'STOPPED') return;
  const { clock } = model.setting;
  const { deployment } = task;
  if (task.desiredStatus === 'RUNNING') {
    task.desiredStatus = 'STOPPED';
    task.stopCode = end.stopCode;
    task.stoppedReason = end.stoppedReason;
    task.stoppingAt = clock.now();
    if (!blameless.includes(end.stopCode)) countFailure(model, deployment);
  }
  task.isHealthy = false;
  leaveTargetGroups(task);
  for (const { name, exitCode, reason } of end.containers ?? []) {
    const container = task.containers.find((one) => one.name === name);
    if (!container) continue;
    if (exitCode !== undefined) container.exitCode = exitCode;
    if (reason !== undefined) container.reason = reason;
  }
  task.lastStatus = 'DEPROVISIONING';
  clock.schedule(model.timings.deprovisioningMs, () => {
    task.lastStatus = 'STOPPED';
    task.stoppedAt = clock.now();
    model.changed(deployment.service);
    clock.schedule(model.timings.stoppedTaskMs, () => {
      task.cluster.tasks.delete(task.arn);
    });
  });
  model.changed(deployment.service);
}
