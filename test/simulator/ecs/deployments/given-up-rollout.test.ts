import { ContinueServiceDeploymentCommand, StopServiceDeploymentCommand } from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { openAccount, refusalOf, type Account } from '../../account';

describe('a rollout that is given up in the simulated ECS', () => {
  let account: Account;
  afterEach(() => account.close());

  const stop = async () => {
    const { serviceDeploymentArn } = await account.record();
    return account.ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: 'ROLLBACK' }));
  };

  describe('by an alarm', () => {
    const alarms = (rollback: boolean) => ({
      deploymentConfiguration: { alarms: { alarmNames: ['errors'], enable: true, rollback } },
    });

    it('is rolled back, also while it bakes', async () => {
      account = await openAccount(alarms(true));
      const failing = await account.deploy();
      await account.pass(180);
      expect((await account.record()).status).to.equal('IN_PROGRESS');
      expect(account.aws.truth('web')).to.include({ taskDefinition: 'web:2', runningCount: 1 });
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
      const { status, statusReason } = await account.record();
      expect({ status, statusReason }).to.deep.equal({
        status: 'ROLLBACK_SUCCESSFUL',
        statusReason: 'Service deployment rolled back because POST_SCALE_UP pause hook timed out.',
      });
    });
  });
});
