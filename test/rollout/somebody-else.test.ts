import { expect } from 'chai';
import { openServiceFixture, type ServiceFixture, type FixtureOptions } from '../service-fixture';
import { exits } from '../run';

const breaker = { deploymentCircuitBreaker: { enable: true, rollback: true } };

describe('a service that others change too', () => {
  let fixture: ServiceFixture;
  const open = async (options?: FixtureOptions) => {
    fixture = await openServiceFixture(options);
  };
  afterEach(() => fixture.close());
  /** Somebody else deploys as soon as the log says this; the answer waits for it. */
  const deployWhile = async (words: RegExp, options: Parameters<ServiceFixture['deploy']>[0] = {}) => {
    let log = '';
    let outside: Promise<void> | undefined;
    const run = await fixture.deploy({
      ...options,
      onLog(text) {
        log += text;
        if (words.test(log)) outside ??= fixture.updateOutside();
        options.onLog?.(text);
      },
    });
    await outside;
    return run;
  };
  const serving = async () => {
    await fixture.aws.clock.sleep(600_000);
    return fixture.aws.truth('web').taskDefinition;
  };

  it('keeps the newer deployment when readings of the service are older than the end of ours', async () => {
    await open();
    fixture.newTasks({ kind: 'never-starts' });
    const { exitCode, log } = await deployWhile(/running 0\/2/, {
      onLog: () =>
        fixture.aws.faults.add({ operation: 'DescribeServices', kind: 'stale', seconds: 20, times: 2 }),
    });
    expect(exitCode, log).to.equal(9);
    expect(await serving()).to.equal('outside:1');
  });

  it('keeps the newer deployment when there is no record of ours and the deadline comes while AWS is silent', async () => {
    await open();
    fixture.aws.world.setRecordDelay('never');
    fixture.newTasks({ kind: 'never-starts' });
    const { exitCode, log } = await deployWhile(/running 0\/2/, {
      env: { ECS_CD_TIMEOUT: '60s' },
      onLog(text) {
        if (text.includes('running 0/2'))
          fixture.aws.faults.add({ operation: 'DescribeServices', kind: 'throttle', times: 30 });
      },
    });
    expect(exitCode, log).to.equal(9);
    expect(await serving()).to.equal('outside:1');
  });

  it('keeps the newer deployment when the job is cancelled before it has seen it', async () => {
    await open();
    fixture.aws.world.setRecordDelay('never');
    fixture.newTasks({ kind: 'never-starts' });
    const interrupter = new AbortController();
    let isRunning = false;
    const { exitCode, log } = await fixture.deploy({
      interruption: interrupter.signal,
      onLog(text) {
        isRunning ||= text.includes('running 0/2');
      },
      clock: {
        ...fixture.aws.clock,
        async sleep(milliseconds, signal) {
          await fixture.aws.clock.sleep(milliseconds, signal);
          if (!isRunning) return;
          await fixture.updateOutside();
          interrupter.abort('SIGTERM');
        },
      },
    });
    expect(exitCode, log).to.equal(143);
    expect(await serving()).to.equal('outside:1');
  });

  it('is not called rolled back when a newer deployment came after the rollback of ECS', async () => {
    await open({ configuration: breaker });
    fixture.newTasks({ kind: 'crash', exitCode: 1 });
    const { aws } = fixture;
    const { exitCode, log } = await deployWhile(/failed 2/, {
      clock: {
        ...aws.clock,
        // Long enough for ECS to roll back, and for somebody to deploy, between two looks.
        async sleep(milliseconds, signal) {
          const hasFailed = aws.truth('web').deploymentsEver > 1 && !aws.truth('web').isRolloutInFlight;
          if (hasFailed) await fixture.updateOutside();
          await aws.clock.sleep(milliseconds, signal);
        },
      },
    });
    expect(exitCode, log).to.equal(9);
  });

  it('stays as it is when stages share a family and a job of another stage is run again', async () => {
    await open();
    await fixture.deploy();
    fixture.aws.world.createService({
      cluster: 'shop',
      name: 'production',
      taskDefinition: 'web:1',
      desiredCount: 1,
    });
    await fixture.deploy({ env: { STAGE: 'production', SERVICE_NAME: 'production' } });
    const before = fixture.changes().length;
    const { log } = await exits(0, fixture.deploy());
    expect(log).to.contain('web:2 runs this image already');
    expect(fixture.changes()).to.have.length(before);
  });
});

describe('a deployment that may not do everything', () => {
  let fixture: ServiceFixture;
  beforeEach(async () => {
    fixture = await openServiceFixture();
  });
  afterEach(() => fixture.close());

  it('is a success where its tasks cannot be looked at, and that is said: ECS calls it completed', async () => {
    fixture.aws.faults.add({ operation: 'ListTasks', kind: 'throttle', times: Infinity });
    const first = fixture.aws.calls.length;
    const { log } = await exits(0, fixture.deploy({ env: { ECS_CD_TIMEOUT: '5m' } }));
    expect(log).to.match(/not verified: its tasks \(ListTasks failed/);
    expect(fixture.changes()).to.deep.equal(['RegisterTaskDefinition', 'UpdateService']);
    expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:2', healthyCount: 2 });
    const times = fixture.aws.calls.slice(first).map(({ at }) => at);
    const busiest = times.map((start) => times.filter((at) => at >= start && at < start + 60_000).length);
    // Each look at the tasks is tried three times.
    expect(Math.max(...busiest)).to.be.at.most(40);
  });

  it('follows its deployment when the reply to UpdateService is lost and the next attempt is refused', async () => {
    fixture.aws.faults.add({ operation: 'UpdateService', kind: 'lost-reply' });
    fixture.aws.faults.add({ operation: 'UpdateService', kind: 'expired-token', after: 0 });
    await exits(0, fixture.deploy());
    expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:2', deploymentsEver: 2 });
  });
});
