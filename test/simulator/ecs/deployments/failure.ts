import { breakerThreshold } from './circuit-breaker';
import { isInAlarm } from './deployment-alarms';
import { addEvent } from '../events';
import { weighRules } from '../traffic/listener-rules';
import { deploymentId, isInFlight, type Deployment, type Model, type ServiceDeployment } from '../model';
import { eventTexts, rolloutTexts, statusTexts } from '../texts';

/** Why a deployment is given up. */
export interface Failure {
  readonly rollsBack: boolean;
  /** `statusReason` of the service deployment, when it is rolled back and when it is only stopped. */
  readonly statusReason: string;
  readonly stoppedReason: string;
  readonly rolloutStateReason: string;
  readonly rollingBackReason: (to: string) => string;
  readonly event?: string;
}

/** What the circuit breaker and the alarms say about a deployment in flight. */
export function failureOf(model: Model, record: ServiceDeployment): Failure | undefined {
  const { service, target } = record;
  const { deploymentCircuitBreaker: breaker, alarms } = service.configuration;
  const primary = service.deployments[0]!;
  if (record.rollback) {
    if (primary.failedTasks < breakerThreshold(service)) return undefined;
    return { ...breakerFailure(service.name, primary), rollsBack: false };
  }
  if (breaker?.enable && target.failedTasks >= breakerThreshold(service)) {
    record.breakerTriggeredAt = model.setting.clock.now();
    return { ...breakerFailure(service.name, target), rollsBack: breaker.rollback ?? false };
  }
  const active =
    alarms?.enable && !record.ignoresAlarms
      ? (alarms.alarmNames ?? []).filter((name) => isInAlarm(model, name))
      : [];
  if (active.length > 0) {
    record.triggeredAlarms = active;
    return {
      rollsBack: alarms?.rollback ?? false,
      statusReason: statusTexts.alarms,
      stoppedReason: statusTexts.alarmsStopped,
      rolloutStateReason: rolloutTexts.alarm,
      rollingBackReason: rolloutTexts.rollingBack,
      event: eventTexts.failedByAlarm(service.name, deploymentId(target)),
    };
  }
  return undefined;
}

const breakerFailure = (service: string, deployment: Deployment) => ({
  statusReason: statusTexts.breaker,
  stoppedReason: statusTexts.breakerStopped,
  rolloutStateReason: rolloutTexts.failedToStart,
  rollingBackReason: rolloutTexts.breakerRollingBack,
  event: eventTexts.failedToStart(service, deploymentId(deployment)),
});

export const userFailure: Failure = {
  rollsBack: true,
  statusReason: statusTexts.user,
  stoppedReason: statusTexts.user,
  rolloutStateReason: rolloutTexts.stoppedByUser,
  rollingBackReason: rolloutTexts.rollingBack,
};

export const hookFailure = (stage: string, problem?: string): Failure => ({
  ...userFailure,
  statusReason: statusTexts.hook(stage, problem),
  stoppedReason: statusTexts.hook(stage, problem),
});

export const hookTimeout = (stage: string): Failure => ({
  ...userFailure,
  statusReason: statusTexts.hookTimeout(stage),
  stoppedReason: statusTexts.hookTimeout(stage),
});

export const networkingFailure = (problem?: string): Failure => ({
  ...userFailure,
  statusReason: statusTexts.networking(problem),
  stoppedReason: statusTexts.networking(problem),
});

/** Gives the deployment up: back to the last completed one if that is asked for and there is one. */
export function fail(model: Model, record: ServiceDeployment, failure: Failure): void {
  const { service } = record;
  const now = model.setting.clock.now();
  const failed = service.deployments[0]!;
  failed.rolloutState = 'FAILED';
  failed.rolloutStateReason = failure.rolloutStateReason;
  failed.updatedAt = now;
  record.updatedAt = now;
  record.statusReason = failure.rollsBack ? failure.statusReason : failure.stoppedReason;
  if (failure.event) addEvent(model, service, failure.event);

  const to = service.deployments.find(({ rolloutState }) => rolloutState === 'COMPLETED');
  if (failure.rollsBack && to) {
    rollBack(model, record, failure, to);
    return;
  }
  failed.isStalled = true;
  if (record.rollback) {
    record.status = 'ROLLBACK_FAILED';
    record.finishedAt = now;
    return;
  }
  record.statusReason = failure.stoppedReason;
  record.status = 'STOP_REQUESTED';
  model.setting.clock.schedule(model.timings.transitionMs, () => stopped(model, record));
}

function rollBack(model: Model, record: ServiceDeployment, failure: Failure, to: Deployment) {
  const { service } = record;
  const now = model.setting.clock.now();
  service.deployments = [to, ...service.deployments.filter((one) => one !== to)];
  service.taskDefinition = to.taskDefinition;
  // (AWS docs) the old deployment goes from COMPLETED to IN_PROGRESS again, under its own id.
  to.rolloutState = 'IN_PROGRESS';
  to.rolloutStateReason = failure.rollingBackReason(deploymentId(to));
  to.updatedAt = now;
  to.failedTasks = 0;
  record.status = 'ROLLBACK_IN_PROGRESS';
  record.rollback = { reason: failure.statusReason, startedAt: now, to };
  // (inference) the way back is one shift: the old tasks still run.
  record.traffic = { test: 0, production: 0 };
  weighRules(model, record);
  addEvent(model, service, eventTexts.rollingBack(service.name, deploymentId(to)));
  model.changed(service);
  model.setting.clock.schedule(model.timings.rollbackMs, () => model.changed(service));
}

export function stopped(model: Model, record: ServiceDeployment): void {
  if (!isInFlight(record)) return;
  const now = model.setting.clock.now();
  record.status = 'STOPPED';
  record.stoppedAt = now;
  record.finishedAt = now;
  record.updatedAt = now;
}
