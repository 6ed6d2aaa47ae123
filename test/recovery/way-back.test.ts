import { expect } from 'chai';
import { openHealthEndpoint } from '../health-endpoint';
import { expressMode } from '../scenarios/given-express';
import { heldOnTestTraffic } from '../scenarios/given-test-traffic';
import { openServiceFixture } from '../service-fixture';

describe('a way back', () => {
  it('answers the hook of the test traffic itself, where a check answered it on the way there', async () => {
    const fixture = await openServiceFixture(heldOnTestTraffic());
    const [live, test] = await Promise.all([openHealthEndpoint([500]), openHealthEndpoint([200])]);
    try {
      const { exitCode, log } = await fixture.deploy({
        env: { ECS_CD_TEST_HEALTH_CHECK_URL: test.url, ECS_CD_HEALTH_CHECK_URL: live.url },
      });
      expect(exitCode, log).to.equal(6);
      expect(test.requests).to.have.length(3);
      await fixture.aws.clock.sleep(3_600_000);
      expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:1', healthyCount: 2 });
    } finally {
      await Promise.all([live.close(), test.close(), fixture.close()]);
    }
  });

  for (const milliseconds of [100, 1_500, 4_000])
    it(`begins where the job is cancelled ${milliseconds} ms after the update of an Express Mode service`, async () => {
      const fixture = await openServiceFixture(expressMode);
      const interrupter = new AbortController();
      fixture.aws.onCall(({ operation }) => {
        if (operation === 'UpdateExpressGatewayService')
          fixture.aws.clock.schedule(milliseconds, () => interrupter.abort('SIGTERM'));
      });
      try {
        const { exitCode, log } = await fixture.deploy({ interruption: interrupter.signal });
        expect(exitCode, log).to.equal(143);
        await fixture.aws.clock.sleep(3_600_000);
        expect(fixture.aws.truth('web').taskDefinition, log).to.equal('web:1');
      } finally {
        await fixture.close();
      }
    });
});
