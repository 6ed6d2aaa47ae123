import type { ServiceDeployment } from '@aws-sdk/client-ecs';
import type { CallMeter } from '../aws/call-meter';
import type { Cause } from '../causes/cause';
import type { Alarms } from '../cloudwatch/alarms-api';
import { alarmTextOf } from '../cloudwatch/alarm-text';
import type { Timeline } from '../log/timeline';
import { bestEffort } from './best-effort';
import { serviceFinding, type Finding } from './finding';

interface Effects {
  readonly alarms: Alarms;
  readonly meter: CallMeter;
  readonly interruption: AbortSignal;
}

/**
 * What the alarms watch that took a deployment back: no task has to fail for it, so nothing else tells. Asks once for
 * those that a record names.
 */
export function triggeredAlarms({ alarms, meter, interruption }: Effects, timeline: Timeline) {
  const read = bestEffort('no details of the alarm', timeline);
  let isKnown = false;
  return async (record: ServiceDeployment | undefined): Promise<Finding[]> => {
    if (record?.alarms?.status !== 'TRIGGERED' || isKnown) return [];
    const names = record.alarms.triggeredAlarmNames ?? record.alarms.alarmNames ?? [];
    if (names.length === 0) return [];
    meter.count();
    const found = await read(() => alarms.describeAlarms(names, interruption));
    isKnown = found !== undefined;
    return (found ?? []).map(alarmTextOf).map((text) => serviceFinding(causeOfAlarm(text), text));
  };
}

export const alarmFix =
  'see in CloudWatch what the alarm watches, and correct the release, or the alarm where it is wrong';

function causeOfAlarm(text: string): Cause {
  return {
    id: 'alarm-triggered',
    explanation: `a CloudWatch alarm went off: ${text}`,
    fix: alarmFix,
    fault: 'release',
  };
}
