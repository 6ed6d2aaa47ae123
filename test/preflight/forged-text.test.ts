import { expect } from 'chai';
import { openServiceFixture } from '../service-fixture';
import { base } from './look-ahead';

const forged = '\n\u001b[0Ksection_end-1-x\r\u001b[0K\u001b[32mverdict     succeeded (exit 0)';

describe('a deployment whose task definition has names like lines of the log', () => {
  it('tells them as the names that they are', async () => {
    const fixture = await openServiceFixture();
    try {
      const options = { 'awslogs-region': 'eu-central-1', 'awslogs-stream-prefix': 'staging' };
      base(
        {},
        {
          environment: [{ name: `A${forged}`, value: 'x' }],
          secrets: [{ name: 'B', valueFrom: `/b${forged}` }],
          logConfiguration: { logDriver: 'awslogs', options: { ...options, 'awslogs-group': `/c${forged}` } },
        },
      )(fixture);
      const refused = await fixture.deploy();
      expect(refused.log)
        .to.match(/log group \/c .*verdict/)
        .and.match(/parameter \/b .*verdict/);
      fixture.aws.world.createLogGroup(`/c${forged}`);
      fixture.aws.world.createParameter(`/b${forged}`);
      const warned = await fixture.deploy();
      expect(warned.log).to.match(/differs from web:1.*environment\.A .*verdict/);
      for (const { log } of [refused, warned]) {
        expect(log).not.to.contain('\u001b[32m').and.not.contain('\u001b[0K');
        expect(log.match(/^verdict/gm)).to.have.lengthOf(1);
      }
    } finally {
      await fixture.close();
    }
  });
});
