import type { Deployment } from '../model';
import type { TaskRecord, TaskStatus } from './task-record';

const tasksOf = (deployment: Deployment): TaskRecord[] =>
  [...deployment.service.cluster.tasks.values()].filter((task) => task.deployment === deployment);

/** Tasks that nobody has asked to stop. */
export const liveTasksOf = (deployment: Deployment): TaskRecord[] =>
  tasksOf(deployment).filter(({ desiredStatus }) => desiredStatus === 'RUNNING');

/** Tasks that serve, also those that still drain. */
export const runningTasksOf = (deployment: Deployment): TaskRecord[] =>
  tasksOf(deployment).filter(({ lastStatus }) => lastStatus === 'RUNNING' || lastStatus === 'DEACTIVATING');

/** Tasks on their way to RUNNING. */
export const pendingCount = (deployment: Deployment): number =>
  liveTasksOf(deployment).filter(({ lastStatus }) => lastStatus !== 'RUNNING').length;

const gone: readonly TaskStatus[] = ['DEPROVISIONING', 'STOPPED'];
/** Nothing of it runs any more. */
export const isGone = (deployment: Deployment): boolean =>
  tasksOf(deployment).every(({ lastStatus }) => gone.includes(lastStatus));
