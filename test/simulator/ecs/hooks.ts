import { randomBytes } from 'node:crypto';
import { fail, hookFailure, hookTimeout, type Failure } from './failure';
import { isInFlight, type Model, type ServiceDeployment } from './model';
import { stagesWithoutPause, type HookRecord, type Stage } from './stages';

/** (AWS docs) */
const defaultTimeoutMinutes = 1440;

/** Starts the pauses of the stage that begins; Lambda hooks succeed at once: they are not modelled. */
export function startHooks(model: Model, record: ServiceDeployment, stage: Stage): void {
  const { clock } = model.setting;
  if (stagesWithoutPause.includes(stage)) return;
  for (const { targetType, lifecycleStages, timeoutConfiguration } of record.configuration.lifecycleHooks ??
    []) {
    if (targetType !== 'PAUSE' || !lifecycleStages?.some((one: string) => one === stage)) continue;
    const timeoutMs = (timeoutConfiguration?.timeoutInMinutes ?? defaultTimeoutMinutes) * 60_000;
    const hook: HookRecord = {
      // (AWS docs) "ecs-{hookType}-{id}"; a pause that comes back at the next step is another one.
      id: `ecs-pause-${randomBytes(16).toString('base64url')}`,
      stage,
      expiresAt: clock.now() + timeoutMs,
      timeoutAction: timeoutConfiguration?.action ?? 'ROLLBACK',
      status: 'AWAITING_ACTION',
    };
    record.hooks.push(hook);
    clock.schedule(timeoutMs, () => {
      if (hook.status === 'AWAITING_ACTION')
        endHook(model, record, hook, 'TIMED_OUT', hook.timeoutAction, hookTimeout(stage));
    });
  }
}

export const isPaused = ({ hooks }: ServiceDeployment): boolean =>
  hooks.some(({ status }) => status === 'AWAITING_ACTION');

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
