import type { Container, Task } from '@aws-sdk/client-ecs';
import { plainText } from '../report/plain-text';
import type { Evidence } from './failure-causes';

type TaskEvidence = Extract<Evidence, { kind: 'task' }>;

/** Whether a stopped task says anything: a deployment stops tasks as it goes, and that is no failure (AWS docs). */
export function isFailure({ stoppedReason = '' }: Task): boolean {
  return !stoppedReason.startsWith('Scaling activity initiated by');
}

/** A task is listed as stopped before its containers have ended: how they ended comes later (AWS docs, task lifecycle). */
export function isReported({ lastStatus, containers = [] }: Task): boolean {
  const isTold = containers.some(({ exitCode, reason }) => exitCode !== undefined || reason !== undefined);
  return isTold || lastStatus === 'STOPPED' || lastStatus === 'DEPROVISIONING';
}

export function evidenceOf(task: Task, logLines: readonly string[] | undefined): TaskEvidence {
  const { stopCode, stoppedReason = '', containers = [] } = task;
  return {
    kind: 'task',
    ...(stopCode === undefined ? {} : { stopCode }),
    stoppedReason,
    containers: containers.map(({ name = '', exitCode, reason }) => ({
      name,
      ...(exitCode === undefined ? {} : { exitCode }),
      ...(reason === undefined ? {} : { reason }),
    })),
    ...(logLines ? { logLines } : {}),
  };
}

/** How a task failed, in ECS's own words; the same for tasks that failed the same way. */
export function saidOf({ stoppedReason, containers = [] }: Task): string {
  const details = containers.map(detailOf).filter((detail) => detail !== undefined);
  return plainText([stoppedReason || 'ECS gives no reason', ...details].join('; '));
}

function detailOf({ name = '', exitCode, reason }: Container): string | undefined {
  if (exitCode === undefined && reason === undefined) return undefined;
  const exit = exitCode === undefined ? 'never started' : `exited with code ${exitCode}`;
  return `container ${name} ${exit}${reason ? ` (${reason})` : ''}`;
}
