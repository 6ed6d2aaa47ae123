import { StopServiceDeploymentCommand } from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { openAccount, refusalOf, type Account } from '../../account';

describe('a rollout that is given up in the simulated ECS', () => {
  let account: Account;
  afterEach(() => account.close());

  const stop = async () => {
    const { serviceDeploymentArn } = await account.record();
    return account.ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: 'ROLLBACK' }));
  };

  describe('by request', () => {
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
