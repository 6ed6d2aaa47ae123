import { randomUUID } from 'node:crypto';
import { fail, hookFailure } from './failure';
import { isInFlight, type Model, type ServiceDeployment } from './model';
import type { HookRecord, Stage } from './stages';

/** (AWS docs) */
const defaultTimeoutMinutes = 1440;

export function enterStage(model: Model, record: ServiceDeployment, stage: Stage): void {
  const { clock } = model.setting;
  const { lifecycleHooks = [], alarms, bakeTimeInMinutes } = record.service.configuration;
  record.stage = stage;
  record.updatedAt = clock.now();
  if (stage === 'BAKE_TIME') {
    const bakeMs =
      bakeTimeInMinutes === undefined
        ? alarms?.enable
          ? model.timings.alarmBakeMs
          : 0
        : bakeTimeInMinutes * 60_000;
    record.bakesUntil = clock.now() + bakeMs;
    if (bakeMs > 0) clock.schedule(bakeMs, () => model.changed(record.service));
  }
  // Lambda hooks succeed at once: they are not modelled.
  for (const { targetType, lifecycleStages, timeoutConfiguration } of lifecycleHooks) {
    if (targetType !== 'PAUSE' || !lifecycleStages?.some((one) => one === stage)) continue;
    const timeoutMs = (timeoutConfiguration?.timeoutInMinutes ?? defaultTimeoutMinutes) * 60_000;
    const hook: HookRecord = {
      id: randomUUID(),
      stage,
      expiresAt: clock.now() + timeoutMs,
      timeoutAction: timeoutConfiguration?.action ?? 'ROLLBACK',
      status: 'AWAITING_ACTION',
    };
    record.hooks.push(hook);
    clock.schedule(timeoutMs, () => {
      if (hook.status === 'AWAITING_ACTION') endHook(model, record, hook, 'TIMED_OUT', hook.timeoutAction);
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
): void {
  hook.status = status;
  const isCurrent = record.service.serviceDeployments[0] === record && isInFlight(record);
  if (action === 'ROLLBACK' && isCurrent) fail(model, record, hookFailure(hook.stage));
  model.changed(record.service);
}
