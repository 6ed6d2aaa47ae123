import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect } from 'chai';
import { openAccount, refusalOf, type Account } from '../../account';

const targetGroupArn = 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1';

describe('what the simulated AWS says about a task beside ECS', () => {
  let account: Account;
  afterEach(() => account.close());

  it('is what it has logged, in the stream of its container', async () => {
    account = await openAccount();
    const { world } = account.aws;
    const options = { 'awslogs-group': '/web', 'awslogs-region': 'x', 'awslogs-stream-prefix': 'staging' };
    world.registerTaskDefinition({
      family: 'logging',
      containerDefinitions: [
        { name: 'app', image: 'app', memory: 128, logConfiguration: { logDriver: 'awslogs', options } },
      ],
    });
    const log = ['listening', 'no DATABASE_URL', 'leaving'];
    world.setOutcome({ taskDefinition: 'logging' }, { kind: 'crash', exitCode: 1, log });
    await account.deploy(undefined, { taskDefinition: 'logging' });
    await account.pass(60);
    const [task] = await account.tasks('STOPPED');

    const client = new CloudWatchLogsClient(account.config);
    const stream = { logGroupName: '/web', logStreamName: `staging/app/${task!.taskArn!.split('/').at(-1)}` };
    const whole = await client.send(new GetLogEventsCommand({ ...stream, startFromHead: true }));
    expect(whole.events!.map(({ message }) => message)).to.deep.equal(log);
    const again = await client.send(
      new GetLogEventsCommand({ ...stream, startFromHead: true, nextToken: whole.nextForwardToken }),
    );
    expect(again).to.deep.include({ events: [], nextForwardToken: whole.nextForwardToken });
    const last = await client.send(new GetLogEventsCommand({ ...stream, limit: 2 }));
    expect(last.events!.map(({ message }) => message)).to.deep.equal(log.slice(1));
    const missing = client.send(new GetLogEventsCommand({ ...stream, logStreamName: 'none' }));
    expect((await refusalOf(missing)).name).to.equal('ResourceNotFoundException');
    client.destroy();
  });

  it('is the health of its target, with the reason', async () => {
    account = await openAccount({
      loadBalancers: [{ targetGroupArn, containerName: 'web', containerPort: 8080 }],
      settings: { healthCheckGracePeriodSeconds: 300 },
    });
    await account.deploy({ kind: 'unhealthy-target', reason: 'Request timed out', afterSeconds: 30 });
    const client = new ElasticLoadBalancingV2Client(account.config);
    const states = async () => {
      const { TargetHealthDescriptions = [] } = await client.send(
        new DescribeTargetHealthCommand({ TargetGroupArn: targetGroupArn }),
      );
      return TargetHealthDescriptions.map(({ TargetHealth }) => TargetHealth);
    };
    await account.pass(40);
    expect((await states()).map((health) => health!.State)).to.deep.equal(['healthy', 'initial']);
    await account.pass(40);
    expect((await states())[1]).to.deep.equal({
      State: 'unhealthy',
      Reason: 'Target.Timeout',
      Description: 'Request timed out',
    });
    const missing = client.send(new DescribeTargetHealthCommand({ TargetGroupArn: 'none' }));
    expect((await refusalOf(missing)).name).to.equal('TargetGroupNotFoundException');
    client.destroy();
  });
});
