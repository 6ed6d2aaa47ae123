import { expect } from 'chai';
import { openServiceFixture, type ServiceFixture, type FixtureOptions } from '../service-fixture';
import { handlerByTurns } from '../patience';
import type { Fault } from '../simulator/faults';

describe('following a deployment while AWS is in trouble', () => {
  let fixture: ServiceFixture;
  const open = async (options?: FixtureOptions) => {
    fixture = await openServiceFixture(options);
  };
  afterEach(() => fixture.close());
  const updates = () => fixture.changes().filter((change) => change === 'UpdateService');

  const skipped: [string, Fault][] = [
    ['throttles 20 times in a row', { operation: 'DescribeServices', kind: 'throttle', after: 3, times: 20 }],
    [
      'fails with server errors',
      { operation: 'DescribeServiceDeployments', kind: 'server-error', after: 1, times: 9 },
    ],
    ['is unavailable', { operation: 'DescribeServices', kind: 'unavailable', after: 3, times: 9 }],
    ['refuses connections', { operation: 'DescribeServices', kind: 'refuse', after: 3, times: 9 }],
    ['hangs', { operation: 'DescribeServices', kind: 'hang', after: 3, times: 3 }],
    [
      'stops in the middle of an answer',
      { operation: 'DescribeServices', kind: 'half-reply', after: 3, times: 3 },
    ],
    [
      'is hidden behind a page of somebody else',
      { operation: 'DescribeServices', kind: 'strange-page', after: 3, times: 9 },
    ],
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
      const { exitCode, log } = await fixture.deploy({ wire: { requestHandler: handlerByTurns() } });
      expect(exitCode, log).to.equal(0);
      expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:2', healthyCount: 2 });
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
    it(`ends at once in needs-attention on ${kind}, and says that the rollout goes on`, async () => {
      await open();
      fixture.aws.faults.add({ operation: 'DescribeServices', kind, after: 3, times: 999 });
      const start = fixture.aws.clock.now();
      const { exitCode, log } = await fixture.deploy();
      expect(exitCode, log).to.equal(7);
      expect(fixture.aws.clock.now() - start).to.be.below(20_000);
      expect(log).to.match(words).and.contain('the rollout goes on in AWS');
    });
  }

  it('makes one deployment when the reply to UpdateService is lost', async () => {
    await open();
    fixture.aws.faults.add({ operation: 'UpdateService', kind: 'lost-reply' });
    const { exitCode, log } = await fixture.deploy();
    expect(exitCode, log).to.equal(0);
    expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:2', deploymentsEver: 2 });
  });

  it('finds the deployment when every reply to UpdateService is lost', async () => {
    await open();
    fixture.aws.faults.add({ operation: 'UpdateService', kind: 'lost-reply', times: 99 });
    const { exitCode, log } = await fixture.deploy();
    expect(exitCode, log).to.equal(0);
    expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:2', deploymentsEver: 2 });
  });

  it('asks to try again when UpdateService never got through', async () => {
    await open();
    fixture.aws.faults.add({ operation: 'UpdateService', kind: 'unavailable', times: 99 });
    const { exitCode, log } = await fixture.deploy();
    expect(exitCode, log).to.equal(75);
    expect(updates()).to.deep.equal([]);
  });

  it('is not fooled by readings from before the update, in either view of the deployment', async () => {
    for (const delay of [2, 'never'] as const) {
      await open();
      fixture.aws.world.setRecordDelay(delay);
      fixture.aws.faults.add({
        operation: 'DescribeServices',
        kind: 'stale',
        seconds: 60,
        after: 1,
        times: 12,
      });
      const { exitCode, log } = await fixture.deploy();
      expect(exitCode, log).to.equal(0);
      expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:2', healthyCount: 2 });
      if (delay === 2) await fixture.close();
    }
  });

  it('finds a record that appears a minute late', async () => {
    await open({ configuration: { deploymentCircuitBreaker: { enable: true, rollback: true } } });
    fixture.aws.world.setRecordDelay(60);
    fixture.newTasks({ kind: 'crash', exitCode: 1, afterSeconds: 40 });
    const { exitCode, log } = await fixture.deploy();
    expect(exitCode, log).to.equal(6);
    expect(updates()).to.have.length(1);
  });

  it('does not undo a release that was completed while AWS was silent, until after the deadline', async () => {
    await open();
    fixture.aws.world.setRecordDelay('never');
    fixture.aws.faults.add({ operation: 'DescribeServices', kind: 'throttle', after: 2, times: 95 });
    const { exitCode, log } = await fixture.deploy({ env: { ECS_CD_TIMEOUT: '5m' } });
    expect(exitCode, log).to.equal(0);
    expect(updates()).to.have.length(1);
  });

  for (const hours of [-1, 1]) {
    it(`does not mind a clock that is an hour ${hours < 0 ? 'slow' : 'fast'}`, async () => {
      await open();
      const { aws } = fixture;
      const clock = { ...aws.clock, now: () => aws.clock.now() + hours * 3_600_000 };
      const { exitCode, log } = await fixture.deploy({ clock });
      expect(exitCode, log).to.equal(0);
      expect(log).to.match(/\d\d:\d\d {2}running 2\/2/);
    });
  }

  it('makes at most 30 calls a minute while it waits, also when tasks keep failing', async () => {
    await open();
    fixture.newTasks({ kind: 'crash', exitCode: 1 });
    await fixture.deploy({ env: { ECS_CD_TIMEOUT: '10m' } });
    const update = fixture.aws.calls.findIndex(({ operation }) => operation === 'UpdateService');
    const stop = fixture.aws.calls.findIndex(({ operation }) => operation === 'StopServiceDeployment');
    const times = fixture.aws.calls.slice(update + 1, stop).map(({ at }) => at);
    const busiest = Math.max(
      ...times.map((start) => times.filter((at) => at >= start && at < start + 60_000).length),
    );
    expect(busiest).to.be.at.most(30);
  });
});
