import {
  DescribeTargetGroupAttributesCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect } from 'chai';
import { openAccount, type Account } from '../../account';

const targetGroupArn = 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1';
const loadBalancers = [{ targetGroupArn, containerName: 'web', containerPort: 8080 }];

describe('old tasks of the simulated ECS', () => {
  let account: Account;
  afterEach(() => account.close());

  it('drain for as long as their target group says, while the new ones serve alone', async () => {
    account = await openAccount({ desiredCount: 2, loadBalancers });
    account.aws.world.setDeregistrationDelay(targetGroupArn, 3600);
    await account.deploy();
    await account.pass(900);
    const [primary, old] = (await account.service()).deployments!;
    expect(primary).to.include({ rolloutState: 'IN_PROGRESS', runningCount: 2 });
    expect(old).to.include({ status: 'DRAINING', desiredCount: 0, runningCount: 2 });
    const draining = await account.tasks('STOPPED');
    expect(draining.map(({ lastStatus }) => lastStatus)).to.deep.equal(['DEACTIVATING', 'DEACTIVATING']);
    expect(account.aws.truth('web').healthyByRevision).to.deep.include({ 'web:2': 2 });
    expect((await account.record()).status).to.equal('IN_PROGRESS');
    await account.pass(2900);
    expect((await account.record()).status).to.equal('SUCCESSFUL');
    expect((await account.service()).deployments).to.have.length(1);
  });

  it('take the stopTimeout that their definition gives them', async () => {
    account = await openAccount();
    account.aws.world.registerTaskDefinition({
      family: 'slow',
      containerDefinitions: [{ name: 'web', image: 'web', memory: 128, stopTimeout: 110 }],
    });
    await account.deploy(undefined, { taskDefinition: 'slow' });
    await account.pass(180);
    await account.deploy();
    await account.pass(150);
    expect((await account.record()).status).to.equal('IN_PROGRESS');
    await account.pass(60);
    expect((await account.record()).status).to.equal('SUCCESSFUL');
  });

  it('belong to a target group whose delay can be asked for', async () => {
    account = await openAccount({ loadBalancers });
    const client = new ElasticLoadBalancingV2Client(account.config);
    const ask = async () => {
      const command = new DescribeTargetGroupAttributesCommand({ TargetGroupArn: targetGroupArn });
      return (await client.send(command)).Attributes;
    };
    const Key = 'deregistration_delay.timeout_seconds';
    expect(await ask()).to.deep.equal([{ Key, Value: '30' }]);
    account.aws.world.setDeregistrationDelay(targetGroupArn, 0);
    expect(await ask()).to.deep.equal([{ Key, Value: '0' }]);
    client.destroy();
  });
});
