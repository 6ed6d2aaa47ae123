import type { CompositeAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';
import type { Model } from '../model';

export interface AlarmRecord {
  readonly state: 'ALARM' | 'OK';
  readonly since: number;
  readonly details: Partial<MetricAlarm & CompositeAlarm>;
}

export function isInAlarm({ alarms }: Model, name: string): boolean {
  const alarm = alarms.get(name);
  return alarm !== undefined && alarm !== 'deleted' && alarm.state === 'ALARM';
}

/**
 * (AWS docs) an alarm in ALARM when the deployment starts makes ECS ignore the alarms of that deployment, to its end;
 * that a missing one does the same is an inference.
 */
export function ignoresAlarms(model: Model, { alarms }: DeploymentConfiguration): boolean {
  const names = alarms?.enable ? (alarms.alarmNames ?? []) : [];
  return names.some((name) => isInAlarm(model, name) || model.alarms.get(name) === 'deleted');
}
