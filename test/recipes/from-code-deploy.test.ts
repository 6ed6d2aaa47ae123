import { expect } from 'chai';
import { shifted } from '../scenarios/given-shift';
import { loadBalanced } from '../scenarios/givens';
import { openServiceFixture } from '../service-fixture';
import { exits } from '../run';

describe('a service of CodeDeploy', () => {
  it('is refused with the page that moves it, and deployed once one UpdateService has moved it', async () => {
    const fixture = await openServiceFixture({ service: { ...loadBalanced, controller: 'CODE_DEPLOY' } });
    try {
      const refused = await exits(3, fixture.deploy());
      expect(refused.log).to.contain('docs/codedeploy.md');
      expect(fixture.changes()).to.deep.equal([]);
      fixture.aws.world.updateService({
        cluster: 'shop',
        service: 'web',
        deploymentController: { type: 'ECS' },
        deploymentConfiguration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 10 },
        loadBalancers: [...(shifted.loadBalancers ?? [])],
      });
      const { log } = await exits(0, fixture.deploy());
      expect(log).to.contain('stage BAKE_TIME');
    } finally {
      await fixture.close();
    }
  });
});
