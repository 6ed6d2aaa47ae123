import { addEvent } from '../events';
import { deploymentId, type Deployment, type Model, type Service } from '../model';
import { isGone, liveTasksOf } from '../tasks/task-counts';
import { advanceRollout } from './rollout';
import { isHeldBeforeScaleUp, keepsOldTasks } from '../stages/stage-progress';
import { launchTask, stopTask } from '../tasks/tasks';
import { eventTexts, stopTexts } from '../texts';

/** One pass of the scheduler follows every change; changes in between share it. */
export function scheduler(model: Model): (service: Service) => void {
  return (service) => {
    if (service.isPassScheduled) return;
    service.isPassScheduled = true;
    model.setting.clock.schedule(model.timings.schedulerPassMs, () => {
      service.isPassScheduled = false;
      if (service.status !== 'ACTIVE') return endIfDrained(service);
      advanceRollout(model, service);
      scale(model, service);
      advanceRollout(model, service);
      noteHealth(model, service);
    });
  };
}

function endIfDrained(service: Service) {
  if (service.deployments.every(isGone)) service.status = 'INACTIVE';
}

function scale(model: Model, service: Service) {
  const [primary, ...old] = service.deployments;
  if (!primary) return;
  primary.desiredCount = service.desiredCount;
  if (primary.isStalled || isHeldBeforeScaleUp(service)) return;
  if (service.obstacles.isThrottled) {
    noteStuck(model, service, () => eventTexts.throttled(service.name));
    return;
  }
  const room = Math.floor((service.desiredCount * (service.configuration.maximumPercent ?? 200)) / 100);
  const floor = Math.ceil(
    (service.desiredCount * (service.configuration.minimumHealthyPercent ?? 100)) / 100,
  );
  const stopped = keepsOldTasks(service) ? 0 : stopOldTasks(model, service, primary, old, room, floor);
  const started = startTasks(model, service, primary, old, room);
  const surplus = liveTasksOf(primary).slice(service.desiredCount);
  for (const task of surplus) stopTask(model, task, stopTexts.scaling(deploymentId(primary)));
  for (const deployment of old) deployment.desiredCount = liveTasksOf(deployment).length;
  noteDeadlock(model, service, primary, old, started + stopped === 0);
}

function startTasks(model: Model, service: Service, primary: Deployment, old: Deployment[], room: number) {
  const live = liveTasksOf(primary).length;
  const oldLive = old.flatMap(liveTasksOf).length;
  const limit = keepsOldTasks(service) ? Infinity : room - live - oldLive;
  const wanted = isBackingOff(model, primary) ? 0 : Math.max(0, Math.min(service.desiredCount - live, limit));
  const { placement, launch, mostTasks = Infinity } = service.obstacles;
  if (wanted > 0 && placement !== undefined) {
    noteStuck(model, service, () => eventTexts.unplaced(service.name, placement));
    return 0;
  }
  if (wanted > 0 && launch !== undefined) {
    noteStuck(model, service, () => eventTexts.unlaunched(service.name, launch));
    return 0;
  }
  const count = Math.min(wanted, Math.max(0, mostTasks - live - oldLive));
  if (count < wanted) {
    const missing = wanted - count;
    noteStuck(model, service, () => eventTexts.partialLaunch(service.name, missing, deploymentId(primary)));
  }
  const started = Array.from({ length: count }, () => launchTask(model, primary).id);
  if (count > 0) {
    service.isSteady = false;
    addEvent(model, service, eventTexts.started(service.name, started));
  }
  return count;
}

const isBackingOff = ({ setting }: Model, { startsAgainAt = 0 }: Deployment) =>
  startsAgainAt > setting.clock.now();

/** Old tasks go as new ones become healthy, or to make room where the configuration allows it. */
function stopOldTasks(
  model: Model,
  service: Service,
  primary: Deployment,
  old: readonly Deployment[],
  room: number,
  floor: number,
) {
  const live = liveTasksOf(primary);
  const oldLive = old.flatMap(liveTasksOf);
  const unhealthyFirst = oldLive.toSorted((a, b) => Number(a.isHealthy) - Number(b.isHealthy));
  const newHealthy = live.filter(({ isHealthy }) => isHealthy).length;
  const missing = service.desiredCount - live.length;
  const replaced = oldLive.length + newHealthy - service.desiredCount;
  const inTheWay = missing > 0 ? live.length + oldLive.length + missing - room : 0;
  let healthy = newHealthy + oldLive.filter(({ isHealthy }) => isHealthy).length;
  const stopping = [];
  const leaving = unhealthyFirst.slice(0, Math.max(replaced, inTheWay, 0));
  const [oldest] = old;
  if (service.obstacles.protectsOldTasks && leaving.length > 0 && oldest) {
    noteStuck(model, service, () =>
      eventTexts.protection(service.name, deploymentId(oldest), oldLive.length),
    );
    return 0;
  }
  for (const task of leaving) {
    if (task.isHealthy && healthy - 1 < floor) break;
    if (task.isHealthy) healthy -= 1;
    stopTask(model, task, stopTexts.scaling(deploymentId(primary)));
    stopping.push(task.id);
  }
  if (stopping.length > 0) addEvent(model, service, eventTexts.stopped(service.name, stopping));
  return stopping.length;
}

/** Neither more tasks are allowed nor fewer. */
function noteDeadlock(model: Model, service: Service, primary: Deployment, old: Deployment[], idle: boolean) {
  if (Object.keys(service.obstacles).length > 0) return;
  const waits = liveTasksOf(primary).some(({ isHealthy }) => !isHealthy);
  const hasOld = old.some((deployment) => liveTasksOf(deployment).length > 0);
  if (idle && !waits && hasOld && !keepsOldTasks(service) && !isBackingOff(model, primary)) {
    noteStuck(model, service, () => eventTexts.deadlock(service.name));
  } else {
    delete service.stuckSince;
  }
}

/** Says it now and again until the scheduler moves on. */
function noteStuck(model: Model, service: Service, text: () => string) {
  const { clock } = model.setting;
  if (service.stuckSince !== undefined) return;
  const since = clock.now();
  service.stuckSince = since;
  const say = () => {
    if (service.stuckSince !== since) return;
    addEvent(model, service, text());
    clock.schedule(model.timings.stuckEventMs, say);
  };
  say();
}

/** Since when exactly one deployment serves, at its desired count and healthy. */
function noteHealth(model: Model, service: Service) {
  const [primary, ...old] = service.deployments;
  const isWhole =
    primary !== undefined &&
    liveTasksOf(primary).filter(({ isHealthy }) => isHealthy).length === service.desiredCount &&
    old.every((deployment) => liveTasksOf(deployment).length === 0);
  if (!isWhole) delete service.healthySince;
  else service.healthySince ??= model.setting.clock.now();
}
