import { alarmTextOf } from '../../cloudwatch/alarm-text';
import type { PreflightEvidence } from '../evidence/evidence';
import { findingsIn, warningOf, type Found } from '../evidence/finding';

const subject = 'alarms';
const lost = 'the alarms of the service do not protect this deployment';

/**
 * An alarm that is in ALARM when a deployment starts makes ECS ignore the alarms of that deployment (AWS docs); that a
 * missing one does the same is an inference.
 */
export function alarmFindings({ looks: { alarms }, release }: PreflightEvidence): Found {
  if (!alarms || release.isServed) return undefined;
  return findingsIn(subject, alarms.look, (seen) => {
    const missing = alarms.question.filter((name) => !seen.some(({ AlarmName }) => AlarmName === name));
    const inAlarm = seen.filter(({ StateValue }) => StateValue === 'ALARM');
    return [
      ...inAlarm.map((alarm) =>
        warningOf(
          subject,
          `an alarm is in ALARM already, so ECS ignores all of them: ${lost}: ${alarmTextOf(alarm)}`,
          'deploy once it is OK again, or watch this deployment yourself (ECS_CD_HEALTH_CHECK_URL)',
        ),
      ),
      ...missing.map((name) =>
        warningOf(
          subject,
          `there is no alarm ${name}: ${lost}`,
          'create it, or take it out of deploymentConfiguration.alarms of the service',
        ),
      ),
    ];
  });
}
