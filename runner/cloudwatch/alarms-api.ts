import type { CloudWatchClient, CompositeAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { reading } from '../aws/aws-error';
import { sdk } from '../aws/sdk';

/** An alarm of CloudWatch as it is now, be it of a metric or of other alarms. */
export type Alarm = Pick<
  MetricAlarm & CompositeAlarm,
  'AlarmName' | 'StateValue' | 'StateReason' | 'MetricName' | 'ComparisonOperator' | 'Threshold' | 'AlarmRule'
>;

export type Alarms = ReturnType<typeof alarmsApi>;

export function alarmsApi(client: () => CloudWatchClient) {
  return {
    /** Those of these names that exist. */
    async describeAlarms(names: readonly string[], abortSignal: AbortSignal): Promise<readonly Alarm[]> {
      const command = new sdk.cloudWatch.DescribeAlarmsCommand({
        AlarmNames: [...names],
        // Composite alarms are told of only where they are asked for (AWS docs).
        AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
        MaxRecords: 100,
      });
      // Composite alarms are told of to those who may look at all alarms (AWS docs).
      const call = { purpose: 'look at the alarms', permission: 'cloudwatch:DescribeAlarms', resource: '*' };
      const answer = await reading(call, client().send(command, { abortSignal }));
      return [...(answer.MetricAlarms ?? []), ...(answer.CompositeAlarms ?? [])];
    },
  };
}
