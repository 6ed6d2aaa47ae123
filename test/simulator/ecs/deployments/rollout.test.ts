import { DescribeServiceDeploymentsCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { openAccount, type Account } from '../../account';

describe('a rollout in the simulated ECS', () => {
  let account: Account;
  afterEach(() => account.close());

  it('ends with the new revision alone, in both views and in truth', async () => {
    account = await openAccount({ desiredCount: 2 });
    const primary = await account.deploy();
    await account.pass(180);

    const { deployments, runningCount } = await account.service();
    expect(deployments).to.have.length(1);
    expect(deployments![0]).to.include({
      id: primary.id,
      rolloutState: 'COMPLETED',
      rolloutStateReason: `ECS deployment ${primary.id} completed.`,
    });
    expect(runningCount).to.equal(2);
    const record = await account.record();
    expect(record).to.include({ status: 'SUCCESSFUL' }).and.not.have.property('lifecycleStage');
    expect(record.targetServiceRevision!.arn!.split('/').at(-1)).to.equal(primary.id!.split('/')[1]);
    expect(account.aws.truth('web')).to.include({
      taskDefinition: 'web:2',
      deploymentId: primary.id,
      healthyCount: 2,
      deploymentsEver: 2,
      isRolloutInFlight: false,
    });
    expect(await account.messages()).to.satisfy((texts: string[]) =>
      texts
        .join('\n')
        .endsWith(
          `(service web) (deployment ${primary.id}) deployment completed.\n(service web) has reached a steady state.`,
        ),
    );
  });

  it('begins with a PRIMARY of no tasks, and a record that comes later', async () => {
    account = await openAccount({ desiredCount: 2 });
    const first = await account.record();
    const primary = await account.deploy();
    expect(primary).to.include({ desiredCount: 0, runningCount: 0, rolloutState: 'IN_PROGRESS' });
    expect((await account.record()).serviceDeploymentArn).to.equal(first.serviceDeploymentArn);
    expect((await account.service()).deployments!.map(({ status }) => status)).to.deep.equal([
      'PRIMARY',
      'ACTIVE',
    ]);
    await account.pass(3);
    const record = await account.record();
    expect(record.serviceDeploymentArn).to.match(/\/shop\/web\/[\w-]{21}$/);
    expect(record).to.include({ status: 'IN_PROGRESS' });
    expect((await account.service()).deployments![0]).to.include({ desiredCount: 2, pendingCount: 2 });
  });

  it('counts a task without a health check as healthy 40 s after it runs', async () => {
    account = await openAccount();
    await account.deploy();
    const runsAfter = 1 + 25 + 10;
    await account.pass(runsAfter + 39);
    expect(account.aws.truth('web').taskDefinition).to.equal('web:1');
    await account.pass(3);
    expect(account.aws.truth('web').taskDefinition).to.equal('web:2');
  });

  it('never has fewer healthy tasks than the minimum, nor more tasks than the maximum', async () => {
    account = await openAccount({
      desiredCount: 4,
      deploymentConfiguration: { minimumHealthyPercent: 50, maximumPercent: 125 },
    });
    await account.deploy();
    const seen = [];
    while (account.aws.truth('web').isRolloutInFlight) {
      await account.pass(1);
      seen.push(account.aws.truth('web'));
    }
    expect(account.aws.truth('web')).to.include({ taskDefinition: 'web:2', healthyCount: 4 });
    expect(Math.min(...seen.map(({ healthyOfAll }) => healthyOfAll))).to.equal(2);
    expect(Math.max(...seen.map(({ taskCount }) => taskCount))).to.equal(5);
  });

  it('says that it is stuck when it may neither stop nor start a task', async () => {
    account = await openAccount({
      deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 100 },
    });
    await account.deploy();
    await account.pass(600);
    expect((await account.messages()).at(-1)).to.contain(
      'was unable to stop or start tasks during a deployment because of the service deployment configuration',
    );
    expect(account.aws.truth('web')).to.include({ taskDefinition: 'web:1', isRolloutInFlight: true });
  });

  it('says why no task can be placed', async () => {
    account = await openAccount();
    account.aws.world.setPlacementProblem(
      'shop',
      'web',
      ' because no container instance met all of its requirements.',
    );
    await account.deploy();
    await account.pass(60);
    expect(await account.messages()).to.include(
      '(service web) was unable to place a task because no container instance met all of its requirements.',
    );
    expect((await account.service()).deployments![0]).to.include({ pendingCount: 0, failedTasks: 0 });
    account.aws.world.setPlacementProblem('shop', 'web', undefined);
    await account.pass(180);
    expect(account.aws.truth('web').taskDefinition).to.equal('web:2');
  });

  it('is not begun by an update that asks for nothing new', async () => {
    account = await openAccount();
    const [before] = (await account.service()).deployments!;
    const place = { cluster: 'shop', service: 'web' };
    await account.ecs.send(new UpdateServiceCommand({ ...place, taskDefinition: 'web:1' }));
    await account.ecs.send(new UpdateServiceCommand({ ...place, desiredCount: 3 }));
    await account.pass(120);
    const { deployments, runningCount } = await account.service();
    expect(deployments!.map(({ id }) => id)).to.deep.equal([before!.id]);
    expect(runningCount).to.equal(3);
    expect(account.aws.truth('web').deploymentsEver).to.equal(1);
  });

  it('is begun by force with the same revision', async () => {
    account = await openAccount();
    const primary = await account.deploy(undefined, { taskDefinition: 'web:1', forceNewDeployment: true });
    await account.pass(180);
    expect(account.aws.truth('web')).to.include({ taskDefinition: 'web:1', deploymentId: primary.id });
  });

  it('takes the place of one that is still on its way', async () => {
    account = await openAccount();
    const first = await account.deploy({ kind: 'never-starts' });
    await account.pass(30);
    const replaced = await account.record();
    const second = await account.deploy();
    await account.pass(5);
    const { status, statusReason } = await recordOf(account, replaced.serviceDeploymentArn!);
    expect({ status, statusReason }).to.deep.equal({
      status: 'STOPPED',
      statusReason: 'Replaced by a new service deployment.',
    });
    expect((await account.service()).deployments!.map(({ id }) => id)).to.include(first.id);
    await account.pass(180);
    expect((await account.service()).deployments!.map(({ id }) => id)).to.deep.equal([second.id]);
    expect((await account.record()).status).to.equal('SUCCESSFUL');
  });

  it('may succeed early while old tasks are cleaned up later', async () => {
    account = await openAccount({
      desiredCount: 2,
      loadBalancers: [{ targetGroupArn: 'tg', containerName: 'web', containerPort: 80 }],
      deploymentConfiguration: {
        earlySuccessCriteria: { enable: true, healthyPercent: 50, sourceServiceRevisionCleanup: 'DEFERRED' },
      },
    });
    await account.deploy();
    while ((await account.record()).status !== 'SUCCESSFUL') await account.pass(1);
    expect((await account.service()).deployments).to.have.length(2);
    await account.pass(120);
    expect((await account.service()).deployments).to.have.length(1);
  });

  it('of twelve minutes takes less than a second of this process', async () => {
    account = await openAccount();
    await account.deploy({ kind: 'healthy' }, { desiredCount: 3 });
    const before = process.cpuUsage();
    await account.pass(720);
    expect(process.cpuUsage(before).user / 1000).to.be.below(1000);
  });
});

async function recordOf({ ecs }: Account, arn: string) {
  const { serviceDeployments } = await ecs.send(
    new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [arn] }),
  );
  return serviceDeployments![0]!;
}
