import { expect } from 'chai';
import { openServiceFixture, type ServiceFixture, type FixtureOptions } from '../service-fixture';
import { handlerByTurns } from '../patience';
import { said } from '../said';
import { openHealthEndpoint } from '../health-endpoint';
import type { Fault } from '../simulator/protocol/faults';
import { exits } from '../run';

function draining(answer: string): string {
  const { services } = JSON.parse(answer) as { services: object[] };
  return JSON.stringify({ services: services.map((one) => ({ ...one, status: 'DRAINING' })) });
}

describe('following a deployment while AWS is in trouble', () => {
  let fixture: ServiceFixture;
  const open = async (options?: FixtureOptions) => {
    fixture = await openServiceFixture(options);
  };
  afterEach(() => fixture.close());

  const skipped: [string, Fault][] = [
    [
      'answers the update with a page of somebody else',
      { operation: 'UpdateService', kind: 'strange-page', times: 9 },
    ],
    ['cannot list tasks for a moment', { operation: 'ListTasks', kind: 'unavailable', times: 4 }],
  ];
  for (const [what, fault] of skipped) {
    it(`ends in succeeded all the same when it ${what}`, async () => {
      await open();
      fixture.aws.faults.add(fault);
      const { exitCode, log } = await fixture.deploy({
        wire: { requestHandler: handlerByTurns(fixture.aws) },
      });
      expect(exitCode, log).to.equal(0);
      expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:2', healthyCount: 2 });
    });
  }

  const missing = () => '{"services":[],"failures":[{"arn":"web","reason":"MISSING"}]}';
  const error = { name: 'InvalidParameterException', message: 'The specified parameter is not valid.' };
  const passing: [string, Pick<Fault, 'kind' | 'body' | 'error'>][] = [
    ['calls it missing', { kind: 'other-body', body: missing }],
    ['calls it draining', { kind: 'other-body', body: draining }],
    ['refuses to show it', { kind: 'client-error', error }],
    ['denies to show it', { kind: 'access-denied' }],
  ];
  for (const [what, fault] of passing) {
    for (const after of [2, 6, 15]) {
      it(`does not take the service for gone, or out of sight, when one answer ${what}, after ${after} others`, async () => {
        await open();
        fixture.aws.faults.add({ operation: 'DescribeServices', ...fault, after });
        const { exitCode, log } = await fixture.deploy({ env: { ECS_CD_BAKE_TIME: '20s' } });
        expect(
          fixture.aws.calls.some((call) => call.fault === fault.kind),
          log,
        ).to.equal(true);
        expect(exitCode, log).to.equal(0);
      });
    }

    it(`undoes a release that does not answer though one answer ${what}`, async () => {
      await open();
      const site = await openHealthEndpoint(() => {
        fixture.aws.faults.add({ operation: 'DescribeServices', ...fault });
        return 500;
      });
      const env = {
        ECS_CD_HEALTH_CHECK_URL: site.url,
        ECS_CD_HEALTH_CHECK_TIMEOUT: '1s',
        ECS_CD_HEALTH_CHECK_COUNT: '1',
      };
      const { exitCode, log } = await fixture.deploy({ env });
      await site.close();
      expect(exitCode, log).to.equal(6);
    });
  }

  it('says once that AWS does not answer, and once that it answers again', async () => {
    await open();
    fixture.aws.faults.add({ operation: 'DescribeServices', kind: 'throttle', after: 3, times: 20 });
    const { log } = await fixture.deploy();
    expect(log.match(/asking again/g)).to.have.length(1);
    expect(log.match(/AWS answers again/g)).to.have.length(1);
  });

  for (const [kind, words] of [
    ['access-denied', /ecs:DescribeServices/],
    ['expired-token', /expired/],
  ] as const) {
    it(`ends in needs-attention once two looks end with ${kind}, and says that the rollout goes on`, async () => {
      await open();
      fixture.aws.faults.add({ operation: 'DescribeServices', kind, after: 3, times: 999 });
      const start = fixture.aws.clock.now();
      const { log } = await exits(7, fixture.deploy());
      expect(fixture.aws.clock.now() - start).to.be.below(30_000);
      expect(log).to.match(words).and.contain(said.goesOn);
    });
  }
});
