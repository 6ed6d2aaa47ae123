/** How long things take. Marks: (AWS docs), (field report), (inference). */
export interface Timings {
  /** From the decision to start a task until its image is pulled. (field report: tens of seconds) */
  provisioningMs: number;
  /** RUNNING without a health check or load balancer counts as healthy after this. (AWS docs: 40 s) */
  healthyAfterRunningMs: number;
  /** The scheduler looks at a service again. (inference) */
  schedulerPassMs: number;
  /** The wait after the fourth failure in a row; it doubles with each one more. (inference) */
  firstBackoffMs: number;
  /** Up to this. (AWS docs) */
  longestBackoffMs: number;
  /** From the decision to stop a task until its containers get SIGTERM. (inference) */
  deactivatingMs: number;
  /** Old targets keep their connections for so long. (AWS docs: default 300 s; the model's default is a common setting) */
  deregistrationDelayMs: number;
  /** From the last container's end until the task is STOPPED. (inference) */
  deprovisioningMs: number;
  /** The service deployment's record appears after UpdateService. (field report: 1 to 3 s) */
  recordMs: number;
  /** PENDING -> IN_PROGRESS, STOP_REQUESTED -> STOPPED, ROLLBACK_REQUESTED -> ROLLBACK_IN_PROGRESS. (inference) */
  transitionMs: number;
  /** A rollback takes at least so long, also when the old tasks still run. (field report: 79 s) */
  rollbackMs: number;
  /** Bake time of a deployment with alarms when none is set. (inference: ECS computes it from the alarms' periods) */
  alarmBakeMs: number;
  /** How long a step of traffic takes to arrive at the load balancer; 0 for a service that has none. (inference) */
  trafficShiftMs: number;
  /** More than that at the stages of a shift behind a Network Load Balancer. (AWS docs: 10 min) */
  networkShiftMs: number;
  /** The function of a Lambda hook says IN_PROGRESS for so long. (inference; 0 keeps stories simple) */
  lambdaHookMs: number;
  /** How often a deployment that is stuck says so. (inference) */
  stuckEventMs: number;
  /** From a line that a container writes to the log stream that shows it. (inference: seconds) */
  logDeliveryMs: number;
  /** Until the list of stopped tasks has a task that was stopped. (AWS docs: eventually consistent; inference: how long) */
  stoppedListMs: number;
  /** Stopped tasks stay visible. (AWS docs: at least 1 h) */
  stoppedTaskMs: number;
}

export const awsTimings: Timings = {
  provisioningMs: 25_000,
  healthyAfterRunningMs: 40_000,
  schedulerPassMs: 1_000,
  firstBackoffMs: 15_000,
  longestBackoffMs: 27 * 60_000,
  deactivatingMs: 2_000,
  deregistrationDelayMs: 30_000,
  deprovisioningMs: 5_000,
  recordMs: 2_000,
  transitionMs: 2_000,
  rollbackMs: 60_000,
  alarmBakeMs: 300_000,
  trafficShiftMs: 10_000,
  networkShiftMs: 600_000,
  lambdaHookMs: 0,
  stuckEventMs: 60_000,
  logDeliveryMs: 3_000,
  stoppedListMs: 1_000,
  stoppedTaskMs: 3_600_000,
};

/** Real containers on one machine: nothing waits for what only a cloud has to wait for. */
export const localTimings: Timings = {
  ...awsTimings,
  provisioningMs: 300,
  healthyAfterRunningMs: 3_000,
  schedulerPassMs: 200,
  deactivatingMs: 100,
  deregistrationDelayMs: 500,
  deprovisioningMs: 200,
  recordMs: 500,
  transitionMs: 500,
  rollbackMs: 1_000,
  trafficShiftMs: 500,
  networkShiftMs: 0,
};

/** As far as scripted tasks are hurried where a job waits for them in real time. */
export const serviceHaste = 10;

/** What happens to a scripted task when, unless its outcome says so. */
export const scriptSeconds = {
  pull: 8,
  /** From the pulled image to the running container. (inference) */
  create: 2,
  healthy: 5,
  /** With the time to start, a crash loop fails every 50 s or so. (field report) */
  crash: 10,
  /** (field report) the first failure of a missing image is seen after two and a half minutes. */
  imageNotFound: 120,
  startFailure: 10,
  unhealthyContainer: 90,
  /** With the time to start, one task fails every three to four minutes. (field report) */
  unhealthyTarget: 180,
  spotInterruption: 5,
  /** An init container, or whatever others wait for. (inference) */
  init: 3,
  stop: 1,
};

/** ECS some times faster, so that following a rollout takes fewer looks. */
export const quickTimings: Partial<Timings> = {
  provisioningMs: 2_000,
  healthyAfterRunningMs: 5_000,
  firstBackoffMs: 5_000,
  deregistrationDelayMs: 4_000,
  deprovisioningMs: 2_000,
  rollbackMs: 12_000,
  alarmBakeMs: 20_000,
  networkShiftMs: 60_000,
};
