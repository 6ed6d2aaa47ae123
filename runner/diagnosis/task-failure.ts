import type { Container, Task, TaskDefinition } from '@aws-sdk/client-ecs';
import { plainText } from '../log/plain-text';
import { containerRoleOf } from '../causes/container-role';
import type { EndedContainer } from '../causes/failing-container';
import type { StoppedTask } from '../causes/failure-causes';

export interface FailedTask {
  readonly task: Task;
  /** Undefined where it could not be read. */
  readonly definition: TaskDefinition | undefined;
  /** It gets the requests of the load balancer, of that target group that found the task unhealthy. */
  readonly loadBalancedContainer: string | undefined;
  /** Whether it is of the followed deployment. */
  readonly isOurs: boolean;
}

/** Whether a stopped task says anything: a deployment stops tasks as it goes, and that is no failure (AWS docs). */
export function isFailure({ stoppedReason = '' }: Task): boolean {
  return !stoppedReason.startsWith('Scaling activity initiated by');
}

/** A task is listed as stopped before its containers have ended: how they ended comes later (AWS docs, task lifecycle). */
export function isReported({ stopCode, lastStatus, containers = [] }: Task): boolean {
  if (stopCode !== 'EssentialContainerExited') return stopCode !== undefined;
  const isTold = containers.some(({ exitCode, reason }) => exitCode !== undefined || reason !== undefined);
  return isTold || lastStatus === 'STOPPED' || lastStatus === 'DEPROVISIONING';
}

/** `definition` is undefined where it could not be read. */
export function evidenceOf(
  task: Task,
  definition: TaskDefinition | undefined,
  logLines: readonly string[] | undefined,
): StoppedTask {
  const { stopCode, stoppedReason = '' } = task;
  return { kind: 'task', stopCode, stoppedReason, containers: endedContainersOf(task, definition), logLines };
}

/** Its containers, with their health where that may be what the scheduler stopped the task for. */
export function endedContainersOf(
  { stopCode, containers = [] }: Task,
  definition: TaskDefinition | undefined,
): EndedContainer[] {
  return containers.map(({ name = '', exitCode, reason, healthStatus }) => ({
    name,
    exitCode,
    reason,
    healthStatus: stopCode === 'ServiceSchedulerInitiated' ? healthStatus : undefined,
    isChecked: definition?.containerDefinitions?.some((one) => one.name === name && one.healthCheck) ?? false,
    role: containerRoleOf(name, definition),
  }));
}

/** How a task failed, in ECS's own words; the same for tasks that failed the same way. */
export function saidOf({ stopCode, stoppedReason, containers = [] }: Task): string {
  // How the containers ended says nothing where the scheduler stopped them.
  const told = stopCode === 'ServiceSchedulerInitiated' ? [] : containers;
  const details = told.map(detailOf).filter((detail) => detail !== undefined);
  return plainText([stoppedReason || 'ECS gives no reason', ...details].join('; '));
}

function detailOf({ name = '', exitCode, reason }: Container): string | undefined {
  if (exitCode === undefined && reason === undefined) return undefined;
  const exit = exitCode === undefined ? 'never started' : `exited with code ${exitCode}`;
  return `container ${name} ${exit}${reason ? ` (${reason})` : ''}`;
}
