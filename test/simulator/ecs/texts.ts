/**
 * What ECS says while things happen, each text with its source: (AWS docs), (field report), (inference). A correction
 * has this one place; what AWS says against a request is in ../texts.ts.
 */

/** Events of a service. */
export const eventTexts = {
  // (AWS docs) service event messages
  steady: (service: string) => `(service ${service}) has reached a steady state.`,
  // (AWS docs)
  completed: (service: string, deployment: string) =>
    `(service ${service}) (deployment ${deployment}) deployment completed.`,
  // (AWS docs)
  started: (service: string, ids: readonly string[]) =>
    `(service ${service}) has started ${ids.length} tasks: ${ids.map((id) => `(task ${id})`).join(' ')}.`,
  // (AWS docs)
  stopped: (service: string, ids: readonly string[]) =>
    `(service ${service}) has stopped ${ids.length} running tasks: ${ids.map((id) => `(task ${id})`).join(' ')}.`,
  // (AWS docs)
  registered: (service: string, count: number, targetGroup: string) =>
    `(service ${service}) registered ${count} targets in (target-group ${targetGroup})`,
  // (AWS docs)
  deregistered: (service: string, count: number, targetGroup: string) =>
    `(service ${service}) deregistered ${count} targets in (target-group ${targetGroup})`,
  // (inference)
  draining: (service: string, count: number) =>
    `(service ${service}) has begun draining connections on ${count} tasks.`,
  // (AWS docs)
  containerUnhealthy: (service: string, task: string) =>
    `(service ${service}) (task ${task}) failed container health checks.`,
  // (AWS docs)
  targetUnhealthy: (service: string, task: string, port: number, targetGroup: string, reason: string) =>
    `(service ${service}) (task ${task}) (port ${port}) is unhealthy in (target-group ${targetGroup}) due to (reason ${reason})`,
  // (AWS docs)
  unableToStart: (service: string) =>
    `(service ${service}) is unable to consistently start tasks successfully. For more information, see the Troubleshooting section.`,
  // (AWS docs)
  deadlock: (service: string) =>
    `(service ${service}) was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.`,
  // (AWS docs) the problem goes on with `because ...` or `. Reason: ...`.
  unplaced: (service: string, problem: string) => `(service ${service}) was unable to place a task${problem}`,
  // (field report)
  unlaunched: (service: string, error: string) =>
    `(service ${service}) failed to launch a task with (error ${error}).`,
  // (field report)
  unregistered: (service: string, targetGroup: string, error: string) =>
    `(service ${service}) failed to register targets in (target-group ${targetGroup}) with (error ${error})`,
  // (AWS docs)
  throttled: (service: string) =>
    `(service ${service}) operations are being throttled. Will try again later.`,
  // (AWS docs)
  partialLaunch: (service: string, count: number, deployment: string) =>
    `(service ${service}) could not launch ${count} tasks for deployment ${deployment}.`,
  // (AWS docs)
  protection: (service: string, deployment: string, count: number) =>
    `(service ${service}) was unable to reach steady state because (taskSet ${deployment}) was unable to scale in due to (reason ${count} tasks under protection)`,
  // (field report)
  failedToStart: (service: string, deployment: string) =>
    `(service ${service}) (deployment ${deployment}) deployment failed: tasks failed to start.`,
  // (field report)
  failedByAlarm: (service: string, deployment: string) =>
    `(service ${service}) (deployment ${deployment}) deployment failed: alarm detected.`,
  // (field report)
  rollingBack: (service: string, deployment: string) =>
    `(service ${service}) rolling back to deployment ${deployment}.`,
};

/** `rolloutStateReason` of a deployment. */
export const rolloutTexts = {
  // (AWS docs)
  inProgress: (deployment: string) => `ECS deployment ${deployment} in progress.`,
  // (AWS docs)
  completed: (deployment: string) => `ECS deployment ${deployment} completed.`,
  // (field report)
  failedToStart: 'ECS deployment circuit breaker: tasks failed to start.',
  // (field report)
  breakerRollingBack: (deployment: string) =>
    `ECS deployment circuit breaker: rolling back to deploymentId ${deployment}.`,
  // (inference)
  alarm: 'ECS deployment failed: alarm detected.',
  // (inference)
  rollingBack: (deployment: string) => `ECS deployment rolling back to deploymentId ${deployment}.`,
  // (inference)
  stoppedByUser: 'ECS deployment was stopped.',
};

/** `statusReason` of a service deployment. */
export const statusTexts = {
  // (field report)
  superseded: 'Replaced by a new service deployment.',
  // (field report)
  breaker: 'Service deployment rolled back because the circuit breaker threshold was exceeded.',
  // (inference)
  breakerStopped: 'Service deployment stopped because the circuit breaker threshold was exceeded.',
  // (field report)
  alarms: 'Service deployment rolled back because of one or more active alarms.',
  // (inference)
  alarmsStopped: 'Service deployment stopped because of one or more active alarms.',
  // (inference)
  user: 'Service deployment rolled back because of user request.',
  // (AWS docs)
  networking: (problem = '.') =>
    `Service deployment rolled back because of invalid networking configuration${problem}`,
  // (AWS docs)
  hook: (stage: string, problem = '') =>
    `Service deployment rolled back because ${stage} lifecycle hook(s) failed.${problem && ` ${problem}`}`,
  // (AWS docs)
  hookTimeout: (stage: string) => `Service deployment rolled back because ${stage} pause hook timed out.`,
};

/** `stoppedReason` of a task. */
export const stopTexts = {
  // (AWS docs)
  scaling: (deployment: string) => `Scaling activity initiated by (deployment ${deployment})`,
  // (field report)
  byUser: 'Task stopped by user',
  // (inference)
  serviceDeleted: 'Service was deleted',
  // (AWS docs)
  essentialExited: 'Essential container in task exited',
  // (inference)
  failedToStart: 'Task failed to start',
  // (field report) the reason of the container that waits
  dependency: (on: string, exitCode: number, waiting: string) =>
    `CannotStartContainerError: dependency graph: failed to resolve container ordering dependency [${on} (STOPPED->RUNNING) - Exit: ${exitCode}] for target [${waiting} (NONE->RUNNING)] as dependency did not exit successfully.`,
  // (AWS docs)
  containerHealth: 'Task failed container health checks',
  // (field report)
  imageNotFound: (image: string) =>
    `CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref ${image}: not found`,
  // (AWS docs)
  targetHealth: (targetGroup: string) => `Task failed ELB health checks in (target-group ${targetGroup})`,
};
