import type { DeploymentLifecycleHook } from '@aws-sdk/client-ecs';
import { randomBytes } from 'node:crypto';
import { fail, hookFailure, hookTimeout, type Failure } from '../deployments/failure';
import { isInFlight, type Model, type ServiceDeployment } from '../model';
import { stagesWithoutPause, type HookRecord, type Stage } from './stages';

/** (AWS docs) of a pause, unless it is said; a stage lasts as long at most, whatever its function does. */
const defaultTimeoutMinutes = 1440;

/** Starts what the stage that begins waits for. */
export function startHooks(model: Model, record: ServiceDeployment, stage: Stage): void {
  if (stagesWithoutPause.includes(stage)) return;
  for (const { targetType, lifecycleStages, timeoutConfiguration } of record.configuration.lifecycleHooks ??
    []) {
    if (!lifecycleStages?.some((one: string) => one === stage)) continue;
    if (targetType === 'PAUSE') startPause(model, record, stage, timeoutConfiguration);
    else startFunction(model, record, stage);
  }
}

function startPause(
  model: Model,
  record: ServiceDeployment,
  stage: Stage,
  {
    timeoutInMinutes = defaultTimeoutMinutes,
    action = 'ROLLBACK',
  }: DeploymentLifecycleHook['timeoutConfiguration'] = {},
): void {
  const hook = newHook(model, record, stage, { targetType: 'PAUSE', timeoutInMinutes, action });
  model.setting.clock.schedule(timeoutInMinutes * 60_000, () => {
    if (hook.status === 'AWAITING_ACTION')
      endHook(model, record, hook, 'TIMED_OUT', hook.timeoutAction, hookTimeout(stage));
  });
}

/** Its answers are IN_PROGRESS until the last one, SUCCEEDED; `giveUp` of the world is one that fails. */
function startFunction(model: Model, record: ServiceDeployment, stage: Stage): void {
  const { lambdaHookMs } = model.timings;
  if (lambdaHookMs === 0) return;
  const how = {
    targetType: 'AWS_LAMBDA',
    timeoutInMinutes: defaultTimeoutMinutes,
    action: 'ROLLBACK',
  } as const;
  const hook = newHook(model, record, stage, how);
  model.setting.clock.schedule(lambdaHookMs, () => endHook(model, record, hook, 'SUCCEEDED', 'CONTINUE'));
}

function newHook(
  { setting: { clock } }: Model,
  record: ServiceDeployment,
  stage: Stage,
  how: Pick<HookRecord, 'targetType'> & {
    readonly timeoutInMinutes: number;
    readonly action: 'ROLLBACK' | 'CONTINUE';
  },
): HookRecord {
  const { targetType, timeoutInMinutes, action } = how;
  const hook: HookRecord = {
    // (AWS docs) "ecs-{hookType}-{id}"; a pause that comes back at the next step is another one.
    id: `ecs-${targetType === 'PAUSE' ? 'pause' : 'lambda'}-${randomBytes(16).toString('base64url')}`,
    targetType,
    stage,
    expiresAt: clock.now() + timeoutInMinutes * 60_000,
    timeoutAction: action,
    status: targetType === 'PAUSE' ? 'AWAITING_ACTION' : 'IN_PROGRESS',
  };
  record.hooks.push(hook);
  return hook;
}

export const isHeldByHook = ({ hooks }: ServiceDeployment): boolean =>
  hooks.some(({ status }) => status === 'AWAITING_ACTION' || status === 'IN_PROGRESS');

export function endHook(
  model: Model,
  record: ServiceDeployment,
  hook: HookRecord,
  status: HookRecord['status'],
  action: 'ROLLBACK' | 'CONTINUE',
  failure: Failure = hookFailure(hook.stage),
): void {
  hook.status = status;
  const isCurrent = record.service.serviceDeployments[0] === record && isInFlight(record);
  if (action === 'ROLLBACK' && isCurrent) fail(model, record, failure);
  model.changed(record.service);
}
