import { ContinueServiceDeploymentCommand, StopServiceDeploymentCommand } from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { openAccount, refusalOf, type Account } from './account';
import type { TaskOutcome } from './ecs/scripted-tasks';

const breaker = (rollback: boolean) => ({
  deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback } },
});
const crash: TaskOutcome = { kind: 'crash', exitCode: 3 };

describe('a rollout that fails in the simulated ECS', () => {
  let account: Account;
  afterEach(() => account.close());

  const stop = async () => {
    const { serviceDeploymentArn } = await account.record();
    return account.ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: 'ROLLBACK' }));
  };

  describe('by its circuit breaker', () => {
    it('is rolled back to the old deployment under its old id', async () => {
      account = await openAccount(breaker(true));
      const [old] = (await account.service()).deployments!;
      const failing = await account.deploy(crash);
      while ((await account.record()).status !== 'ROLLBACK_IN_PROGRESS') await account.pass(5);

      const record = await account.record();
      expect(record.statusReason).to.equal(
        'Service deployment rolled back because the circuit breaker threshold was exceeded.',
      );
      expect(record.deploymentCircuitBreaker).to.deep.equal({
        status: 'TRIGGERED',
        failureCount: 3,
        threshold: 3,
      });
      expect(record.rollback!.serviceRevisionArn!.split('/').at(-1)).to.equal(old!.id!.split('/')[1]);
      const [primary, active] = (await account.service()).deployments!;
      expect(primary).to.include({ id: old!.id, status: 'PRIMARY', rolloutState: 'IN_PROGRESS' });
      expect(primary!.rolloutStateReason).to.equal(
        `ECS deployment circuit breaker: rolling back to deploymentId ${old!.id}.`,
      );
      expect(active).to.include({
        id: failing.id,
        status: 'ACTIVE',
        rolloutState: 'FAILED',
        rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.',
      });

      await account.pass(60);
      expect((await account.record()).status).to.equal('ROLLBACK_SUCCESSFUL');
      expect((await account.service()).taskDefinition).to.match(/web:1$/);
      expect(account.aws.truth('web')).to.include({ taskDefinition: 'web:1', deploymentId: old!.id });
      expect((await account.messages()).slice(-4)).to.deep.equal([
        `(service web) (deployment ${failing.id}) deployment failed: tasks failed to start.`,
        `(service web) rolling back to deployment ${old!.id}.`,
        `(service web) (deployment ${old!.id}) deployment completed.`,
        '(service web) has reached a steady state.',
      ]);
    });

    it('takes two and a half minutes when the container crashes at start', async () => {
      account = await openAccount(breaker(true));
      await account.deploy(crash);
      const start = account.aws.clock.now();
      while ((await account.record()).status !== 'ROLLBACK_IN_PROGRESS') await account.pass(5);
      expect((account.aws.clock.now() - start) / 1000).to.be.within(120, 180);
    });

    it('stalls when rollback is off: the old tasks go on, no new ones are started', async () => {
      account = await openAccount(breaker(false));
      const failing = await account.deploy(crash);
      await account.pass(600);
      expect(await account.record()).to.deep.include({ status: 'STOPPED' });
      expect((await account.record()).deploymentCircuitBreaker!.status).to.equal('TRIGGERED');
      const [primary] = (await account.service()).deployments!;
      expect(primary).to.include({ id: failing.id, rolloutState: 'FAILED', failedTasks: 3, runningCount: 0 });
      expect(account.aws.truth('web')).to.include({ taskDefinition: 'web:1', healthyCount: 1 });
    });

    it('stalls when there is no completed deployment to go back to', async () => {
      account = await openAccount(breaker(true));
      await account.deploy(crash);
      while ((await account.record()).status !== 'ROLLBACK_IN_PROGRESS') await account.pass(1);
      await account.deploy(crash);
      await account.pass(600);
      expect((await account.record()).status).to.equal('STOPPED');
      expect((await account.service()).deployments![0]).to.include({ rolloutState: 'FAILED' });
    });

    it('fails to roll back when the old revision does not come up either', async () => {
      account = await openAccount({
        deploymentConfiguration: {
          minimumHealthyPercent: 0,
          maximumPercent: 100,
          ...breaker(true).deploymentConfiguration,
        },
      });
      await account.deploy(crash);
      account.aws.world.setOutcome({ taskDefinition: 'web' }, crash);
      await account.pass(900);
      expect((await account.record()).status).to.equal('ROLLBACK_FAILED');
      expect(account.aws.truth('web'))
        .to.include({ healthyOfAll: 0 })
        .and.not.to.have.property('taskDefinition');
    });

    for (const [thresholdConfiguration, desiredCount, expected] of [
      [{ type: 'COUNT', value: 1 }, 1, 1],
      [{ type: 'BOUNDED_PERCENT', value: 50 }, 1, 3],
      [{ type: 'BOUNDED_PERCENT', value: 50 }, 25, 13],
      [{ type: 'BOUNDED_PERCENT', value: 50 }, 500, 200],
      [{ type: 'UNBOUNDED_PERCENT', value: 10 }, 20, 2],
    ] as const) {
      it(`trips after ${expected} for ${thresholdConfiguration.type} ${thresholdConfiguration.value} of ${desiredCount} tasks`, async () => {
        const deploymentCircuitBreaker = { enable: true, rollback: true, thresholdConfiguration };
        account = await openAccount({ desiredCount, deploymentConfiguration: { deploymentCircuitBreaker } });
        expect((await account.record()).deploymentCircuitBreaker!.threshold).to.equal(expected);
      });
    }

    for (const [resetOnHealthyTask, ending] of [
      [true, 'SUCCESSFUL'],
      [false, 'ROLLBACK_SUCCESSFUL'],
    ] as const) {
      it(`${resetOnHealthyTask ? 'forgets' : 'remembers'} failures once a task is healthy when resetOnHealthyTask is ${resetOnHealthyTask}`, async () => {
        const deploymentCircuitBreaker = { enable: true, rollback: true, resetOnHealthyTask };
        account = await openAccount({
          desiredCount: 2,
          deploymentConfiguration: { deploymentCircuitBreaker },
        });
        const outcomes: TaskOutcome[] = [crash, { kind: 'healthy' }, crash, crash];
        account.aws.world.outcomeOf = () => outcomes.shift() ?? { kind: 'healthy' };
        await account.deploy();
        await account.pass(900);
        expect((await account.record()).status).to.equal(ending);
      });
    }
  });

  it('goes on for ever without a circuit breaker, with longer and longer waits', async () => {
    account = await openAccount();
    await account.deploy(crash);
    await account.pass(3600);
    expect((await account.record()).status).to.equal('IN_PROGRESS');
    const { failedTasks } = (await account.service()).deployments![0]!;
    expect(failedTasks).to.be.within(6, 15);
    expect(await account.messages()).to.satisfy((texts: string[]) =>
      texts.some((text) =>
        text.startsWith('(service web) is unable to consistently start tasks successfully.'),
      ),
    );
  });

  describe('by an alarm', () => {
    const alarms = (rollback: boolean) => ({
      deploymentConfiguration: { alarms: { alarmNames: ['errors'], enable: true, rollback } },
    });

    it('is rolled back, also while it bakes', async () => {
      account = await openAccount(alarms(true));
      const failing = await account.deploy();
      await account.pass(180);
      expect(await account.record()).to.include({ status: 'IN_PROGRESS', lifecycleStage: 'BAKE_TIME' });
      account.aws.world.setAlarm('errors', 'ALARM');
      await account.pass(180);
      const { status, statusReason, alarms: monitored } = await account.record();
      expect({ status, statusReason, monitored }).to.deep.equal({
        status: 'ROLLBACK_SUCCESSFUL',
        statusReason: 'Service deployment rolled back because of one or more active alarms.',
        monitored: { status: 'TRIGGERED', alarmNames: ['errors'], triggeredAlarmNames: ['errors'] },
      });
      expect(await account.messages()).to.include(
        `(service web) (deployment ${failing.id}) deployment failed: alarm detected.`,
      );
      expect(account.aws.truth('web').taskDefinition).to.equal('web:1');
    });

    it('succeeds when none fires until it has baked', async () => {
      account = await openAccount(alarms(true));
      await account.deploy();
      await account.pass(480);
      expect((await account.record()).status).to.equal('SUCCESSFUL');
    });
  });

  describe('by request', () => {
    it('is rolled back, whatever the configuration says', async () => {
      account = await openAccount();
      await account.deploy({ kind: 'never-starts' });
      await account.pass(30);
      await stop();
      expect((await account.record()).status).to.equal('ROLLBACK_REQUESTED');
      await account.pass(120);
      const record = await account.record();
      expect(record.status).to.equal('ROLLBACK_SUCCESSFUL');
      expect(record.deploymentCircuitBreaker!.status).to.equal('DISABLED');
      expect(account.aws.truth('web').taskDefinition).to.equal('web:1');
    });

    it('is refused once the deployment has ended', async () => {
      account = await openAccount();
      await account.deploy();
      await account.pass(180);
      expect((await refusalOf(stop())).name).to.equal('ConflictException');
      expect((await account.record()).status).to.equal('SUCCESSFUL');
    });

    it('is refused for a deployment that there is not', async () => {
      account = await openAccount();
      const serviceDeploymentArn = 'arn:aws:ecs:eu-central-1:123456789012:service-deployment/shop/web/none';
      const call = account.ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn }));
      expect((await refusalOf(call)).name).to.equal('ServiceDeploymentNotFoundException');
    });
  });

  describe('at a hook', () => {
    const pausing = {
      deploymentConfiguration: {
        strategy: 'BLUE_GREEN' as const,
        lifecycleHooks: [{ targetType: 'PAUSE' as const, lifecycleStages: ['POST_SCALE_UP' as const] }],
      },
    };
    const proceed = async (action: 'CONTINUE' | 'ROLLBACK') => {
      const { serviceDeploymentArn, lifecycleHookDetails } = await account.record();
      const { hookId } = lifecycleHookDetails![0]!;
      await account.ecs.send(new ContinueServiceDeploymentCommand({ serviceDeploymentArn, hookId, action }));
      await account.pass(120);
      return account.record();
    };

    it('waits there with old and new tasks, and goes on when told', async () => {
      account = await openAccount(pausing);
      await account.deploy();
      await account.pass(3600);
      const record = await account.record();
      expect(record).to.include({ status: 'IN_PROGRESS', lifecycleStage: 'POST_SCALE_UP' });
      expect(record.lifecycleHookDetails![0]!.status).to.equal('AWAITING_ACTION');
      expect(account.aws.truth('web').runningCount).to.equal(2);
      expect((await proceed('CONTINUE')).status).to.equal('SUCCESSFUL');
      expect(account.aws.truth('web')).to.include({ taskDefinition: 'web:2', runningCount: 1 });
    });

    it('is rolled back when told', async () => {
      account = await openAccount(pausing);
      await account.deploy();
      await account.pass(120);
      const { status, statusReason } = await proceed('ROLLBACK');
      expect(status).to.equal('ROLLBACK_SUCCESSFUL');
      expect(statusReason).to.contain('POST_SCALE_UP lifecycle hook(s) failed');
      expect(account.aws.truth('web')).to.include({ taskDefinition: 'web:1', runningCount: 1 });
    });

    it('is rolled back when nobody says anything for a day', async () => {
      account = await openAccount(pausing);
      await account.deploy();
      await account.pass(25 * 3600);
      expect((await account.record()).status).to.equal('ROLLBACK_SUCCESSFUL');
    });
  });
});
