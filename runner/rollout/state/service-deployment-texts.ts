import type { ServiceDeployment } from '@aws-sdk/client-ecs';
import { alarmFix } from '../../diagnosis/triggered-alarms';

export function isTriggered({ deploymentCircuitBreaker, alarms }: ServiceDeployment): boolean {
  return deploymentCircuitBreaker?.status === 'TRIGGERED' || alarms?.status === 'TRIGGERED';
}

/** Why the deployment stands as it does: what triggered, and ECS's own words. */
export function reasonOf({ status, statusReason, rollback, ...record }: ServiceDeployment): string {
  const { deploymentCircuitBreaker: breaker } = record;
  const text = statusReason ?? rollback?.reason;
  if (breaker?.status === 'TRIGGERED') {
    const { failureCount, threshold } = breaker;
    const counted =
      failureCount === undefined ? '' : ` (${failureCount} failed tasks, threshold ${threshold})`;
    return `the deployment circuit breaker triggered${counted}${text ? `: ${text}` : ''}`;
  }
  return alarmReasonOf(record, text) ?? text ?? `ECS says ${status ?? 'nothing'} and gives no reason`;
}

function alarmReasonOf({ alarms }: ServiceDeployment, text: string | undefined): string | undefined {
  if (alarms?.status !== 'TRIGGERED') return undefined;
  const names = (alarms.triggeredAlarmNames ?? alarms.alarmNames ?? []).join(', ');
  return `a CloudWatch alarm went off: ${names}${text ? ` (${text})` : ''}`;
}

/** Nothing else tells what an alarm is about: no task has to fail for it. */
export function fixOf({ alarms }: ServiceDeployment): { readonly fix?: string } {
  return alarms?.status === 'TRIGGERED' ? { fix: alarmFix } : {};
}
