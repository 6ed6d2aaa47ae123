import type { ServiceDeployment } from '@aws-sdk/client-ecs';
import type { Cause } from '../causes/cause';
import { alarmTextOf } from '../cloudwatch/alarm-text';
import type { Timeline } from '../log/timeline';
import { bestEffort } from './best-effort';
import type { DiagnoseEffects } from './diagnose-effects';
import { serviceFinding, type Finding } from './finding';

/**
 * What the alarms watch that took a deployment back: no task has to fail for it, so nothing else tells. Asks once for
 * those that a record names.
 */
export function triggeredAlarms({ alarms, meter, interruption }: DiagnoseEffects, timeline: Timeline) {
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

const causeOfAlarm = (text: string): Cause => ({
  ...{ id: 'alarm-triggered', fault: 'release' },
  ...{ explanation: `a CloudWatch alarm went off: ${text}`, fix: alarmFix },
});
