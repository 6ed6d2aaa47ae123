import { plainText } from '../log/plain-text';
import type { Alarm } from './alarms-api';

const operators: Readonly<Record<string, string>> = {
  GreaterThanThreshold: '>',
  GreaterThanOrEqualToThreshold: '>=',
  LessThanThreshold: '<',
  LessThanOrEqualToThreshold: '<=',
};

/** What an alarm watches and why it is in its state: `errors: HTTPCode_Target_5XX_Count > 10 (Threshold Crossed: ...)`. */
export function alarmTextOf(alarm: Alarm): string {
  const { AlarmName = '', StateReason } = alarm;
  const watched = watchedBy(alarm);
  const reason = StateReason ? ` (${StateReason})` : '';
  return plainText(`${AlarmName}${watched === undefined ? '' : `: ${watched}`}${reason}`);
}

/** An alarm of an expression or of an anomaly has no metric or no threshold of its own. */
function watchedBy({ MetricName, ComparisonOperator, Threshold, AlarmRule }: Alarm): string | undefined {
  if (AlarmRule !== undefined) return AlarmRule;
  if (MetricName === undefined || ComparisonOperator === undefined) return MetricName;
  return [MetricName, operators[ComparisonOperator] ?? ComparisonOperator, Threshold ?? []].flat().join(' ');
}
