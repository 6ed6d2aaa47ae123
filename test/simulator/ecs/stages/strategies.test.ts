import { ContinueServiceDeploymentCommand, type DeploymentConfiguration } from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { openAccount, refusalOf, type Account } from '../../account';

const loadBalancers = [{ targetGroupArn: 'tg', containerName: 'web', containerPort: 80 }];

describe('a native strategy of the simulated ECS', () => {
  let account: Account;
  afterEach(() => account.close());

  async function begin(deploymentConfiguration: DeploymentConfiguration) {
    account = await openAccount({ desiredCount: 2, loadBalancers, deploymentConfiguration });
    await account.deploy();
    await account.pass(3);
  }

  /** What the record says of stage and production weight, each time that it changes. */
  async function progress(until: 'IN_PROGRESS' | 'SUCCESSFUL' = 'SUCCESSFUL', seconds = 2 * 3600) {
    const seen: string[] = [];
    let { status } = await account.record();
    for (let passed = 0; passed < seconds && status !== until; passed += 9) {
      const { lifecycleStage, targetServiceRevision, ...record } = await account.record();
      const line = `${lifecycleStage} ${targetServiceRevision?.requestedProductionTrafficWeight}`;
      if (line !== seen.at(-1)) seen.push(line);
      status = record.status;
      await account.pass(9);
    }
    expect(status).to.equal(until);
    return seen;
  }

  it('LINEAR shifts ten percent at a time and waits six minutes after each, unless it is told otherwise', async () => {
    await begin({ strategy: 'LINEAR' });
    const start = account.aws.clock.now();
    const seen = await progress();
    const weights = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100];
    expect(seen).to.include.members(weights.map((weight) => `PRODUCTION_TRAFFIC_SHIFT ${weight}`));
    expect((account.aws.clock.now() - start) / 60_000).to.be.within(54, 59);
  });

  it('LINEAR waits not at all where it is told so, and ends at 100 whatever the step', async () => {
    await begin({
      strategy: 'LINEAR',
      linearConfiguration: { stepPercent: 33.4, stepBakeTimeInMinutes: 1 },
    });
    const seen = (await progress()).filter((line) => line.startsWith('PRODUCTION'));
    expect(seen).to.deep.equal([33.4, 66.8, 100].map((weight) => `PRODUCTION_TRAFFIC_SHIFT ${weight}`));
  });

  it('CANARY shifts a little, waits, and shifts the rest', async () => {
    await begin({ strategy: 'CANARY', canaryConfiguration: { canaryPercent: 5 }, bakeTimeInMinutes: 1 });
    const start = account.aws.clock.now();
    expect(await progress()).to.deep.equal([
      'SCALE_UP 0',
      'TEST_TRAFFIC_SHIFT 0',
      'PRODUCTION_TRAFFIC_SHIFT 5',
      'PRODUCTION_TRAFFIC_SHIFT 100',
      'BAKE_TIME 100',
      'CLEAN_UP 100',
    ]);
    expect((account.aws.clock.now() - start) / 60_000).to.be.within(11, 16);
  });

  it('BLUE_GREEN bakes with both revisions running, in progress until that is over', async () => {
    await begin({ strategy: 'BLUE_GREEN', bakeTimeInMinutes: 20 });
    await account.pass(360);
    const { status, lifecycleStage, sourceServiceRevisions, targetServiceRevision } = await account.record();
    expect({ status, lifecycleStage }).to.deep.equal({ status: 'IN_PROGRESS', lifecycleStage: 'BAKE_TIME' });
    const [source] = sourceServiceRevisions!;
    expect(source).to.include({
      requestedTaskCount: 2,
      runningTaskCount: 2,
      pendingTaskCount: 0,
      requestedProductionTrafficWeight: 0,
      requestedTestTrafficWeight: 0,
    });
    expect(targetServiceRevision).to.include({
      requestedTaskCount: 2,
      runningTaskCount: 2,
      requestedProductionTrafficWeight: 100,
      requestedTestTrafficWeight: 100,
    });
    await account.pass(1300);
    expect((await account.record()).status).to.equal('SUCCESSFUL');
    expect(account.aws.truth('web')).to.include({ taskDefinition: 'web:2', runningCount: 2 });
  });

  it('goes back from its bake by traffic alone: no task is started', async () => {
    await begin({ strategy: 'BLUE_GREEN', bakeTimeInMinutes: 20 });
    await account.pass(360);
    const before = await account.tasks('RUNNING');
    account.aws.world.stopServiceDeployment('shop', 'web');
    await account.pass(10);
    const [source] = (await account.record()).sourceServiceRevisions!;
    expect(source).to.include({ requestedProductionTrafficWeight: 100 });
    await account.pass(300);
    expect((await account.record()).status).to.equal('ROLLBACK_SUCCESSFUL');
    const known = before.map(({ taskArn }) => taskArn);
    const after = (await account.tasks('RUNNING')).map(({ taskArn }) => taskArn);
    expect(after).to.have.length(2);
    expect(known).to.include.members(after);
  });

  it('pauses before each step under another id, and takes no other', async () => {
    await begin({
      strategy: 'LINEAR',
      linearConfiguration: { stepPercent: 50, stepBakeTimeInMinutes: 0 },
      lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['PRE_PRODUCTION_TRAFFIC_SHIFT'] }],
    });
    await account.pass(300);
    const { serviceDeploymentArn, lifecycleHookDetails } = await account.record();
    const go = (hookId: string | undefined) =>
      account.ecs.send(new ContinueServiceDeploymentCommand({ serviceDeploymentArn, hookId }));
    const first = lifecycleHookDetails!.at(-1)!;
    expect(first.hookId).to.match(/^ecs-pause-[\w-]+$/);
    expect((await refusalOf(go('pause-1'))).message).to.contain('ecs-{hookType}-{id}');
    await go(first.hookId);
    await account.pass(60);
    const second = (await account.record()).lifecycleHookDetails!.at(-1)!;
    expect(second).to.include({ status: 'AWAITING_ACTION' });
    expect(second.hookId).not.to.equal(first.hookId);
    expect((await refusalOf(go(first.hookId))).message).to.contain('either completed, unavailable');
    await go(second.hookId);
    await account.pass(300);
    expect((await account.record()).status).to.equal('SUCCESSFUL');
    expect((await refusalOf(go(second.hookId))).message).to.contain('in terminal states');
  });

  it('waits for the function of a Lambda hook, in progress until it is done', async () => {
    await begin({
      strategy: 'BLUE_GREEN',
      lifecycleHooks: [{ lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'] }],
    });
    account.aws.world.setTimings({ lambdaHookMs: 1_200_000 });
    await account.pass(300);
    const [hook] = (await account.record()).lifecycleHookDetails!;
    expect(hook).to.include({ targetType: 'AWS_LAMBDA', status: 'IN_PROGRESS' });
    await account.pass(900);
    expect((await account.record()).lifecycleStage).to.equal('POST_TEST_TRAFFIC_SHIFT');
    await account.pass(300);
    expect((await account.record()).status).to.equal('SUCCESSFUL');
  });

  it('is governed by what the update brought along, not by what came later', async () => {
    await begin({ strategy: 'BLUE_GREEN', bakeTimeInMinutes: 20 });
    account.aws.world.updateService({
      cluster: 'shop',
      service: 'web',
      deploymentConfiguration: { bakeTimeInMinutes: 0 },
    });
    await account.pass(600);
    expect((await account.record()).status).to.equal('IN_PROGRESS');
  });

  it('ROLLING bakes once the source is scaled to 0, and names no stage and no weight', async () => {
    account = await openAccount({ deploymentConfiguration: { bakeTimeInMinutes: 10 } });
    await account.deploy();
    await account.pass(300);
    const record = await account.record();
    expect(record).to.include({ status: 'IN_PROGRESS' }).and.not.have.property('lifecycleStage');
    expect(record.targetServiceRevision).not.to.have.property('requestedProductionTrafficWeight');
    const { deployments, runningCount } = await account.service();
    expect(deployments!.map((one) => one.runningCount)).to.deep.equal([1, 0]);
    expect(runningCount).to.equal(1);
    await account.pass(500);
    expect((await account.record()).status).to.equal('SUCCESSFUL');
  });
});
