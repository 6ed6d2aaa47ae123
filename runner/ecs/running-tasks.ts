import type { Task } from '@aws-sdk/client-ecs';

/** The running tasks of a deployment (`ecs-svc/N`). */
export function runningTasksOf(tasks: readonly Task[], deploymentId: string): Task[] {
  return tasks.filter(({ startedBy, lastStatus }) => startedBy === deploymentId && lastStatus === 'RUNNING');
}
