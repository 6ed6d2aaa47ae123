import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  type DescribeAlarmsCommandInput,
} from '@aws-sdk/client-cloudwatch';
import { expect } from 'chai';
import { openAccount, type Account } from '../../account';

const deploymentConfiguration = {
  alarms: { alarmNames: ['errors', 'slow'], enable: true, rollback: true },
};

describe('an alarm of the simulated CloudWatch', () => {
  let account: Account;
  let client: CloudWatchClient;
  beforeEach(async () => {
    account = await openAccount({ deploymentConfiguration });
    client = new CloudWatchClient(account.config);
  });
  afterEach(async () => {
    client.destroy();
    await account.close();
  });

  const describeAlarms = (input: DescribeAlarmsCommandInput) => client.send(new DescribeAlarmsCommand(input));

  it('is there and OK when a service names it, and tells what it watches when it goes off', async () => {
    account.aws.world.setAlarm('slow', 'ALARM', {
      MetricName: 'TargetResponseTime',
      Threshold: 1.5,
      StateReason: 'Threshold Crossed: 1 datapoint [3.2] was greater than the threshold (1.5).',
    });
    const { MetricAlarms, CompositeAlarms } = await describeAlarms({
      AlarmNames: ['errors', 'slow', 'none'],
    });
    expect(MetricAlarms!.map(({ AlarmName, StateValue }) => `${AlarmName} ${StateValue}`)).to.deep.equal([
      'errors OK',
      'slow ALARM',
    ]);
    expect(MetricAlarms![1]).to.include({ MetricName: 'TargetResponseTime', Threshold: 1.5 });
    expect(MetricAlarms![1]!.StateReason).to.contain('was greater than the threshold (1.5)');
    expect(CompositeAlarms).to.deep.equal([]);
  });

  it('is told of only where its kind is asked for', async () => {
    account.aws.world.setAlarm('errors', 'ALARM', { AlarmRule: 'ALARM("a") OR ALARM("b")' });
    expect((await describeAlarms({ AlarmNames: ['errors'] })).MetricAlarms).to.deep.equal([]);
    const { CompositeAlarms } = await describeAlarms({ AlarmTypes: ['CompositeAlarm', 'MetricAlarm'] });
    expect(CompositeAlarms![0]).to.include({ AlarmName: 'errors', StateValue: 'ALARM' });
  });

  it('is one of many: they come in pages', async () => {
    const { MetricAlarms, NextToken } = await describeAlarms({ MaxRecords: 1 });
    expect(MetricAlarms).to.have.length(1);
    expect((await describeAlarms({ MaxRecords: 1, NextToken })).MetricAlarms![0]!.AlarmName).to.equal('slow');
  });

  for (const state of ['ALARM', 'deleted'] as const) {
    it(`that is ${state} when a deployment begins makes ECS ignore all alarms of that deployment`, async () => {
      account.aws.world.setAlarm('errors', state);
      await account.deploy();
      await account.pass(60);
      account.aws.world.setAlarm('slow', 'ALARM');
      await account.pass(600);
      const { status, alarms } = await account.record();
      expect(status).to.equal('SUCCESSFUL');
      expect(alarms).to.deep.include({ status: 'DISABLED', triggeredAlarmNames: [] });
      expect(account.aws.truth('web').taskDefinition).to.equal('web:2');
    });
  }

  it('is heeded again by the deployment after', async () => {
    account.aws.world.setAlarm('errors', 'ALARM');
    await account.deploy();
    await account.pass(600);
    account.aws.world.setAlarm('errors', 'OK');
    await account.deploy();
    await account.pass(60);
    account.aws.world.setAlarm('errors', 'ALARM');
    await account.pass(300);
    expect((await account.record()).status).to.equal('ROLLBACK_SUCCESSFUL');
  });
});
