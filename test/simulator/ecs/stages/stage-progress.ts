import { fail, networkingFailure } from '../deployments/failure';
import { isHeldByHook, startHooks } from './hooks';
import { ruleProblemOf, weighRules } from '../traffic/listener-rules';
import { isInFlight, type Model, type Service, type ServiceDeployment } from '../model';
import { rollingStages, stages, type Stage } from './stages';
import { isRolling, nextStep } from '../traffic/traffic';

/** What the tasks allow. */
interface Progress {
  isScaledUp(): boolean;
  mayLeaveOld(): boolean;
}

/** Goes on from stage to stage as far as it may now; true once the last one is over. */
export function goThroughStages(model: Model, record: ServiceDeployment, progress: Progress): boolean {
  while (canLeave(model, record, progress)) {
    const next = stageAfter(record);
    if (!next) return true;
    const problem = looksAtRules.includes(next) ? ruleProblemOf(model, record) : undefined;
    if (problem !== undefined) {
      fail(model, record, networkingFailure(problem));
      return false;
    }
    enterStage(model, record, next);
  }
  return false;
}

/** (inference) that ECS looks at them is AWS docs, but not when. */
const looksAtRules: readonly Stage[] = ['PRE_SCALE_UP', 'TEST_TRAFFIC_SHIFT'];

function canLeave(model: Model, record: ServiceDeployment, { isScaledUp, mayLeaveOld }: Progress): boolean {
  if (isHeldByHook(record) || model.setting.clock.now() < (record.stageLastsUntil ?? 0)) return false;
  if (record.stage === 'SCALE_UP') return isScaledUp();
  return record.stage !== 'CLEAN_UP' || mayLeaveOld();
}

function stageAfter({ stage, configuration, traffic }: ServiceDeployment): Stage | undefined {
  if (isRolling(configuration)) return rollingStages[rollingStages.indexOf(stage) + 1];
  if (stage === 'PRODUCTION_TRAFFIC_SHIFT' && traffic.production < 100) return 'PRE_PRODUCTION_TRAFFIC_SHIFT';
  return stages[stages.indexOf(stage) + 1];
}

function enterStage(model: Model, record: ServiceDeployment, stage: Stage): void {
  const { clock } = model.setting;
  const lasts = shiftTraffic(model, record, stage) + networkWaitMs(model, record, stage);
  record.stage = stage;
  record.updatedAt = clock.now();
  record.stageLastsUntil = clock.now() + lasts;
  if (lasts > 0) clock.schedule(lasts, () => model.changed(record.service));
  startHooks(model, record, stage);
}

/** (AWS docs, nlb-resources-for-blue-green; PRE_SCALE_UP in their older editions alone) */
const networkStages: readonly Stage[] = ['PRE_SCALE_UP', 'TEST_TRAFFIC_SHIFT', 'PRODUCTION_TRAFFIC_SHIFT'];

function networkWaitMs(
  { timings }: Model,
  { service: { loadBalancers }, configuration }: ServiceDeployment,
  stage: Stage,
): number {
  const isNetwork = loadBalancers.some((one) =>
    one.advancedConfiguration?.productionListenerRule?.includes(':listener/'),
  );
  return isNetwork && !isRolling(configuration) && networkStages.includes(stage) ? timings.networkShiftMs : 0;
}

/** How long the stage lasts, once the traffic goes as it wants. */
function shiftTraffic(model: Model, record: ServiceDeployment, stage: Stage): number {
  const { configuration, service } = record;
  const { timings } = model;
  if (stage === 'BAKE_TIME') return bakeMsOf(timings.alarmBakeMs, record);
  // (AWS docs) a service without a load balancer may have the strategy all the same: nothing is shifted.
  const shiftMs = service.loadBalancers.length > 0 ? timings.trafficShiftMs : 0;
  if (isRolling(configuration)) return 0;
  if (stage === 'TEST_TRAFFIC_SHIFT') {
    record.traffic = { ...record.traffic, test: 100 };
    weighRules(model, record);
    return shiftMs;
  }
  if (stage !== 'PRODUCTION_TRAFFIC_SHIFT') return 0;
  const { percent, bakeMinutes } = nextStep(record);
  record.traffic = { ...record.traffic, production: percent };
  weighRules(model, record);
  return shiftMs + bakeMinutes * 60_000;
}

function bakeMsOf(alarmBakeMs: number, { configuration }: ServiceDeployment): number {
  const { bakeTimeInMinutes, alarms } = configuration;
  if (bakeTimeInMinutes !== undefined) return bakeTimeInMinutes * 60_000;
  return alarms?.enable ? alarmBakeMs : 0;
}

function runningRecordOf({ serviceDeployments: [record] }: Service): ServiceDeployment | undefined {
  return record && isInFlight(record) && !record.rollback ? record : undefined;
}

/** Whether a hook keeps the new tasks from being started. */
export function isHeldBeforeScaleUp(service: Service): boolean {
  const record = runningRecordOf(service);
  return record !== undefined && stages.indexOf(record.stage) < stages.indexOf('SCALE_UP');
}

/** Blue/green and its kin start everything new beside everything old. */
export function keepsOldTasks(service: Service): boolean {
  const record = runningRecordOf(service);
  return record !== undefined && !isRolling(record.configuration) && record.stage !== 'CLEAN_UP';
}
