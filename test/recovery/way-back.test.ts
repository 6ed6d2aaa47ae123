import { expect } from 'chai';
import { openHealthEndpoint } from '../health-endpoint';
import { expressMode } from '../scenarios/given/express';
import { heldOnTestTraffic } from '../scenarios/given/test-traffic';
import { blueGreen, deployedUntilBaking, loadBalanced, pausedAfterScaleUp } from '../scenarios/given/givens';
import { openServiceFixture } from '../service-fixture';
import { exits } from '../run';

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

  it('that stands at a gate for somebody says which job continues it, and that one does', async () => {
    const fixture = await openServiceFixture({ service: loadBalanced, configuration: pausedAfterScaleUp });
    try {
      await fixture.deploy();
      fixture.aws.world.continueServiceDeployment('shop', 'web', 'CONTINUE');
      await fixture.aws.clock.sleep(1_800_000);
      const { log } = await fixture.run(['rollback']);
      const [, arn] = /^next +run the continue job with ECS_CD_DEPLOYMENT=(\S+)/m.exec(log) ?? [];
      const { exitCode, log: continued } = await fixture.run(['continue'], {
        env: { ECS_CD_DEPLOYMENT: arn },
      });
      expect(exitCode, continued).to.equal(0);
      expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:1', isRolloutInFlight: false });
    } finally {
      await fixture.close();
    }
  });

  it('of a cancelled job says which job brings it past the hook, and that one does', async () => {
    const fixture = await openServiceFixture(heldOnTestTraffic());
    const [live, test] = await Promise.all([openHealthEndpoint([500]), openHealthEndpoint([200])]);
    const interrupter = new AbortController();
    const env = { ECS_CD_TEST_HEALTH_CHECK_URL: test.url };
    try {
      const { exitCode, log } = await fixture.deploy({
        env: { ...env, ECS_CD_HEALTH_CHECK_URL: live.url },
        interruption: interrupter.signal,
        onLog(text) {
          if (/ health check: .*500/.test(text)) interrupter.abort('SIGTERM');
        },
      });
      expect(exitCode, log).to.equal(143);
      const [, to] =
        /^done +.*pause hook holds it: run the rollback job with ECS_CD_TO=(\S+)/m.exec(log) ?? [];
      expect(to, log).to.equal('web:1');
      const { exitCode: after, log: seen } = await fixture.run(['rollback'], {
        env: { ...env, ECS_CD_TO: to },
      });
      expect(after, seen).to.equal(0);
      expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:1', deploymentsEver: 3 });
    } finally {
      await Promise.all([live.close(), test.close(), fixture.close()]);
    }
  });

  it('within a bake has the traffic back in seconds, and starts no task', async () => {
    const fixture = await openServiceFixture({ service: loadBalanced, configuration: blueGreen });
    const { aws } = fixture;
    const traffic: Readonly<Record<string, number>>[] = [];
    const look = () => void traffic.push(aws.truth('web').production);
    aws.onCall(({ operation }) => {
      if (operation !== 'StopServiceDeployment') return;
      look();
      aws.clock.schedule(15_000, look);
    });
    try {
      await deployedUntilBaking(fixture);
      const { log } = await exits(0, fixture.run(['rollback']));
      expect(traffic).to.deep.equal([{ 'web:2': 100 }, { 'web:1': 100 }]);
      expect(log).to.not.match(/has started \d+ tasks/);
    } finally {
      await fixture.close();
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
        const { log } = await exits(143, fixture.deploy({ interruption: interrupter.signal }));
        await fixture.aws.clock.sleep(3_600_000);
        expect(fixture.aws.truth('web').taskDefinition, log).to.equal('web:1');
      } finally {
        await fixture.close();
      }
    });
});
