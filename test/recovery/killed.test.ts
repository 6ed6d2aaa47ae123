import { expect } from 'chai';
import type { Clock } from '../../runner/clock';
import { openServiceFixture, type ServiceFixture, type FixtureOptions } from '../service-fixture';

const breaker = { configuration: { deploymentCircuitBreaker: { enable: true, rollback: true } } };

/** Runs a deploy that AWS hears nothing of any more from its call `count` on: what AWS sees of a killed runner. */
async function deployKilledBefore(count: number, { aws, deploy }: ServiceFixture): Promise<void> {
  const before = aws.calls.length;
  const isDead = () => aws.calls.length - before >= count;
  let ownTime = 0;
  const clock: Clock = {
    ...aws.clock,
    now: () => aws.clock.now() + ownTime,
    // The dead wait in a time of their own.
    sleep: async (milliseconds, signal) => {
      if (isDead()) ownTime += milliseconds;
      else await aws.clock.sleep(milliseconds, signal);
    },
  };
  aws.faults.add({ operation: '*', kind: 'refuse', after: count, times: Infinity });
  await deploy({ clock, env: { ECS_CD_TIMEOUT: '30s' } });
  aws.faults.clear();
}

describe('a runner that was killed and runs again', () => {
  let fixture: ServiceFixture;
  afterEach(() => fixture.close());
  const open = async (options?: FixtureOptions) => {
    fixture = await openServiceFixture(options);
  };
  const count = (operation: string) => fixture.changes().filter((change) => change === operation).length;

  for (const call of [1, 2, 3, 4, 5, 6, 7, 8, 12]) {
    it(`before its call ${call} ends in succeeded, with one registration and one update in all`, async () => {
      await open();
      await deployKilledBefore(call, fixture);
      const { exitCode, log } = await fixture.deploy();
      expect(exitCode, log).to.equal(0);
      expect(fixture.aws.truth('web')).to.include({
        taskDefinition: 'web:2',
        healthyCount: 2,
        deploymentsEver: 2,
      });
      expect([count('RegisterTaskDefinition'), count('UpdateService')]).to.deep.equal([1, 1]);
    });

    it(`before its call ${call} of a deployment that ECS rolls back ends in rolled-back, with one update in all`, async () => {
      await open(breaker);
      fixture.newTasks({ kind: 'crash', exitCode: 1 });
      await deployKilledBefore(call, fixture);
      const { exitCode, log } = await fixture.deploy();
      expect(exitCode, log).to.equal(6);
      expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:1', healthyCount: 2 });
      expect(count('UpdateService')).to.equal(1);
    });
  }

  it('while ECS rolls back waits for that instead of deploying the same again', async () => {
    // The old tasks make room for the new ones, so that going back takes as long as going forward.
    const percentages = { minimumHealthyPercent: 0, maximumPercent: 100 };
    await open({ configuration: { ...breaker.configuration, ...percentages } });
    fixture.newTasks({ kind: 'crash', exitCode: 1 });
    await deployUntil(/rolling-back/, fixture);
    const { exitCode, log } = await fixture.deploy();
    expect(exitCode, log).to.equal(6);
    expect(log).to.contain('is being rolled back already');
    expect(count('UpdateService')).to.equal(1);
  });

  it('deploys again after a rollback that has ended: a retry is a new attempt', async () => {
    await open(breaker);
    fixture.newTasks({ kind: 'crash', exitCode: 1 });
    expect((await fixture.deploy()).exitCode).to.equal(6);
    fixture.newTasks({ kind: 'healthy' });
    const { exitCode, log } = await fixture.deploy();
    expect(exitCode, log).to.equal(0);
    expect([count('RegisterTaskDefinition'), count('UpdateService')]).to.deep.equal([1, 2]);
  });

  describe('after the circuit breaker stopped the deployment and put nothing back', () => {
    beforeEach(async () => {
      await open({ configuration: { deploymentCircuitBreaker: { enable: true, rollback: false } } });
      fixture.newTasks({ kind: 'crash', exitCode: 1 });
      expect((await fixture.deploy({ env: { ECS_CD_ROLLBACK: 'off' } })).exitCode).to.equal(7);
      fixture.newTasks({ kind: 'healthy' });
    });

    it('undoes it, as the killed run would have done', async () => {
      const { exitCode, log } = await fixture.deploy();
      expect(exitCode, log).to.equal(6);
      expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:1', healthyCount: 2 });
      expect(count('RegisterTaskDefinition')).to.equal(1);
    });

    it('tries anew where rollback is off, as a revision of its own', async () => {
      const { exitCode, log } = await fixture.deploy({ env: { ECS_CD_ROLLBACK: 'off' } });
      expect(exitCode, log).to.equal(0);
      expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:3', healthyCount: 2 });
    });
  });

  it('while it updated the service back follows that, and does not deploy the same again', async () => {
    await open({ configuration: { deploymentCircuitBreaker: { enable: true, rollback: false } } });
    fixture.newTasks({ kind: 'crash', exitCode: 1 });
    await deployUntil(/updating the service back.*\n\d\d:\d\d/, fixture);
    const { exitCode, log } = await fixture.deploy();
    expect(exitCode, log).to.equal(6);
    expect(log).to.contain('is being replaced by web:1 again');
    expect(count('UpdateService')).to.equal(2);
  });
});

/** Like a kill at the moment when the log first says this. */
async function deployUntil(words: RegExp, { aws, deploy }: ServiceFixture): Promise<void> {
  let isDead = false;
  let ownTime = 0;
  let log = '';
  await deploy({
    env: { ECS_CD_FAIL_FAST: 'off' },
    clock: {
      ...aws.clock,
      now: () => aws.clock.now() + ownTime,
      sleep: async (milliseconds, signal) => {
        if (isDead) ownTime += milliseconds;
        else await aws.clock.sleep(milliseconds, signal);
      },
    },
    onLog(text) {
      log += text;
      if (isDead || !words.test(log)) return;
      isDead = true;
      aws.faults.add({ operation: '*', kind: 'refuse', times: Infinity });
    },
  });
  aws.faults.clear();
}
