import type { CompositeAlarm, DescribeAlarmsInput, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { awsError, type Api } from '../api';
import type { AlarmRecord } from '../ecs/deployments/deployment-alarms';
import type { Model } from '../ecs/model';
import { pageOf } from '../ecs/page';
import { errorTexts } from '../texts';

/** (AWS docs) */
const limits = { page: 50, names: 100 };

/** CloudWatch, as far as its alarms: those that services name or a test has set. */
export const cloudwatchApi = (model: Model): Api => ({
  service: 'monitoring',
  operations: {
    DescribeAlarms(input: DescribeAlarmsInput) {
      const { AlarmNames = [], AlarmNamePrefix, StateValue, MaxRecords = limits.page } = input;
      // (AWS docs) composite alarms are told of only where they are asked for.
      const { AlarmTypes = ['MetricAlarm'] } = input;
      if (AlarmNames.length > limits.names)
        throw awsError('ValidationError', errorTexts.tooMany('AlarmNames', limits.names));
      if (AlarmNames.length > 0 && AlarmNamePrefix !== undefined)
        throw awsError('ValidationError', errorTexts.alarmNamesAndPrefix);
      const wanted = alarmsOf(model).filter(
        ({ name, alarm }) =>
          (AlarmNames.length === 0 || AlarmNames.includes(name)) &&
          name.startsWith(AlarmNamePrefix ?? '') &&
          (StateValue === undefined || alarm.state === StateValue) &&
          AlarmTypes.includes(isComposite(alarm) ? 'CompositeAlarm' : 'MetricAlarm'),
      );
      const { page, nextToken } = pageOf(wanted, input.NextToken, MaxRecords);
      return {
        MetricAlarms: page.filter(({ alarm }) => !isComposite(alarm)).map((one) => metricAlarm(model, one)),
        CompositeAlarms: page.filter(({ alarm }) => isComposite(alarm)).map((one) => viewOf(model, one)),
        ...(nextToken === undefined ? {} : { NextToken: nextToken }),
      };
    },
  },
});

interface Named {
  readonly name: string;
  readonly alarm: AlarmRecord;
}

const isComposite = ({ details }: AlarmRecord) => details.AlarmRule !== undefined;

function alarmsOf({ clusters, alarms }: Model): readonly Named[] {
  const named = [...clusters.values()]
    .flatMap(({ services }) => [...services.values()])
    .flatMap(({ configuration }) => configuration.alarms?.alarmNames ?? []);
  return [...new Set([...named, ...alarms.keys()])].toSorted().flatMap((name) => {
    const alarm = alarms.get(name) ?? { state: 'OK' as const, since: 0, details: {} };
    return alarm === 'deleted' ? [] : [{ name, alarm }];
  });
}

/** What both kinds have. */
function viewOf({ setting }: Model, { name, alarm }: Named): CompositeAlarm {
  return {
    AlarmName: name,
    AlarmArn: `arn:aws:cloudwatch:${setting.region}:${setting.accountId}:alarm:${name}`,
    ActionsEnabled: true,
    StateValue: alarm.state,
    StateReason: `Threshold Crossed: the alarm is ${alarm.state}`,
    StateUpdatedTimestamp: new Date(alarm.since),
    ...alarm.details,
  };
}

const metricAlarm = (model: Model, one: Named): MetricAlarm => ({
  MetricName: 'HTTPCode_Target_5XX_Count',
  Namespace: 'AWS/ApplicationELB',
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 10,
  ComparisonOperator: 'GreaterThanThreshold',
  ...viewOf(model, one),
});
