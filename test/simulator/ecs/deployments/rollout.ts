import { failureOf, fail } from './failure';
import { addEvent } from '../events';
import {
  deploymentId,
  isInFlight,
  type Deployment,
  type Model,
  type Service,
  type ServiceDeployment,
} from '../model';
import { isGone, liveTasksOf } from '../tasks/task-counts';
import { goThroughStages } from '../stages/stage-progress';
import { stopTask } from '../tasks/tasks';
import { eventTexts, rolloutTexts, stopTexts } from '../texts';

/** Takes the primary deployment as far as its tasks allow now. */
export function advanceRollout(model: Model, service: Service): void {
  const [primary] = service.deployments;
  const record = service.serviceDeployments[0];
  if (!primary || primary.isStalled) return;
  if (primary.rolloutState !== 'IN_PROGRESS' || !record || !isInFlight(record)) {
    settle(model, service, primary);
    return;
  }
  const failure = failureOf(model, record);
  if (failure) {
    fail(model, record, failure);
    return;
  }
  if (record.rollback) {
    const isBack = isScaledUp(service, primary) && service.deployments.slice(1).every(isGone);
    if (isBack && hasTakenItsTime(model, record.rollback.startedAt)) complete(model, record, primary);
    return;
  }
  const progress = {
    isScaledUp: () => isScaledUp(service, primary),
    mayLeaveOld: () => mayLeaveOld(service),
  };
  if (goThroughStages(model, record, progress)) complete(model, record, primary);
}

const hasTakenItsTime = ({ setting, timings }: Model, rollbackStartedAt: number) =>
  setting.clock.now() >= rollbackStartedAt + timings.rollbackMs;

/** How many healthy tasks a deployment needs to be done. */
export function neededCountOf({ desiredCount, configuration }: Service): number {
  const { enable = false, healthyPercent = 100 } = configuration.earlySuccessCriteria ?? {};
  return enable ? Math.ceil((desiredCount * healthyPercent) / 100) : desiredCount;
}

function isScaledUp(service: Service, primary: Deployment) {
  return liveTasksOf(primary).filter(({ isHealthy }) => isHealthy).length >= neededCountOf(service);
}

function mayLeaveOld({ configuration, deployments }: Service) {
  const { enable, sourceServiceRevisionCleanup } = configuration.earlySuccessCriteria ?? {};
  return (enable && sourceServiceRevisionCleanup === 'DEFERRED') || deployments.slice(1).every(isGone);
}

/** What is healthy may be done with before a stop is heard; false for what is not. What was before leaves with that. */
export function completeAllTheSame(model: Model, record: ServiceDeployment): boolean {
  const { service, target } = record;
  if (!isScaledUp(service, target)) return false;
  const old = service.deployments.filter((one) => one !== target).flatMap(liveTasksOf);
  for (const task of old) stopTask(model, task, stopTexts.scaling(deploymentId(target)));
  complete(model, record, target);
  return true;
}

function complete(model: Model, record: ServiceDeployment, primary: Deployment) {
  const { service } = record;
  const now = model.setting.clock.now();
  primary.rolloutState = 'COMPLETED';
  primary.rolloutStateReason = rolloutTexts.completed(deploymentId(primary));
  primary.updatedAt = now;
  primary.failedTasks = 0;
  record.status = record.rollback ? 'ROLLBACK_SUCCESSFUL' : 'SUCCESSFUL';
  record.finishedAt = now;
  record.updatedAt = now;
  addEvent(model, service, eventTexts.completed(service.name, deploymentId(primary)));
  service.isSteady = false;
  settle(model, service, primary);
}

/** No rollout is on: old deployments leave the list once nothing of them runs. */
function settle(model: Model, service: Service, primary: Deployment) {
  if (primary.rolloutState !== 'COMPLETED') return;
  service.deployments = service.deployments.filter((one) => one === primary || !isGone(one));
  const isWhole = liveTasksOf(primary).filter(({ isHealthy }) => isHealthy).length === service.desiredCount;
  if (!isWhole) service.isSteady = false;
  if (!isWhole || service.isSteady || service.deployments.length > 1) return;
  service.isSteady = true;
  addEvent(model, service, eventTexts.steady(service.name));
}
