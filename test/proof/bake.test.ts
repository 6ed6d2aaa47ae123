import { expect } from 'chai';
import { onceLogged } from '../log/once-logged';
import { said } from '../said';
import { openServiceFixture, type ServiceFixture, type FixtureOptions } from '../service-fixture';
import { exits } from '../run';

describe('a release that is to go on serving', () => {
  let fixture: ServiceFixture;
  afterEach(() => fixture.close());
  const open = async (options?: FixtureOptions) => {
    fixture = await openServiceFixture(options);
  };
  const serving = () => fixture.aws.truth('web').taskDefinition;

  const baking = { ECS_CD_BAKE_TIME: '10m' };

  it('is put back when not all of its tasks run in the end, by its own fault', async () => {
    await open({ desiredCount: 1 });
    fixture.newTasks({ kind: 'crash', exitCode: 1, afterSeconds: 90 });
    await exits(6, fixture.deploy({ env: { ECS_CD_BAKE_TIME: '80s' } }));
  });

  it('is superseded when somebody deploys over it', async () => {
    await open();
    let outside: Promise<void> | undefined;
    const { exitCode, log } = await fixture.deploy({
      env: baking,
      onLog: onceLogged(/bake time: web:2/, () => {
        outside = fixture.updateOutside();
      }),
    });
    await outside;
    expect(exitCode, log).to.equal(9);
    await fixture.aws.clock.sleep(600_000);
    expect(serving()).to.equal('outside:1');
  });

  it('needs attention when the service is deleted meanwhile', async () => {
    await open();
    const { exitCode, log } = await fixture.deploy({
      env: baking,
      onLog: onceLogged(/bake time: web:2/, () => fixture.aws.world.deleteService('shop', 'web')),
    });
    expect(exitCode, log).to.equal(7);
    expect(fixture.changes()).to.have.length(2);
  });

  it('needs attention at once when somebody sets the desired count to 0 meanwhile', async () => {
    await open();
    const start = fixture.aws.clock.now();
    const { exitCode, log } = await fixture.deploy({
      env: baking,
      onLog: onceLogged(/bake time: web:2/, () =>
        fixture.aws.world.updateService({ cluster: 'shop', service: 'web', desiredCount: 0 }),
      ),
    });
    expect(exitCode, log).to.equal(7);
    expect(log).to.contain(said.isNothingWanted);
    expect(fixture.aws.clock.now() - start).to.be.below(300_000);
    expect(fixture.changes()).to.have.length(2);
  });

  it('is not undone because AWS is silent for a while', async () => {
    await open();
    const { exitCode, log } = await fixture.deploy({
      env: baking,
      onLog: onceLogged(/bake time: web:2/, () =>
        fixture.aws.faults.add({ operation: 'DescribeServices', kind: 'throttle', times: 30 }),
      ),
    });
    expect(exitCode, log).to.equal(0);
    expect(log).to.contain('asking again').and.contain(said.answersAgain);
  });

  it('is not undone when the job may not look any more: what becomes of it is not known', async () => {
    await open();
    const { exitCode, log } = await fixture.deploy({
      env: baking,
      onLog: onceLogged(/bake time: web:2/, () =>
        fixture.aws.faults.add({ operation: 'DescribeServices', kind: 'expired-token', times: 30 }),
      ),
    });
    expect(exitCode, log).to.equal(7);
    expect(serving()).to.equal('web:2');
  });

  it('is taken back when the job is cancelled: nobody has seen it pass', async () => {
    await open();
    const interrupter = new AbortController();
    const { exitCode, log } = await fixture.deploy({
      env: baking,
      interruption: interrupter.signal,
      onLog: onceLogged(/bake time: web:2/, () => interrupter.abort('SIGTERM')),
    });
    expect(exitCode, log).to.equal(143);
    expect(log).to.contain(said.updatedBack);
    expect(fixture.changes()).to.deep.equal(['RegisterTaskDefinition', 'UpdateService', 'UpdateService']);
  });

  for (const stoppedReason of [
    'Container instance deregistration forced by user',
    'A reason that nobody has seen before',
  ]) {
    it(`is not undone for one task that is stopped for this reason and replaced: ${stoppedReason}`, async () => {
      await open({ desiredCount: 1 });
      const end = { stopCode: 'ServiceSchedulerInitiated', stoppedReason } as const;
      const { exitCode, log } = await fixture.deploy({
        env: baking,
        onLog: onceLogged(/bake time: web:2/, () => fixture.aws.world.stopTasks('shop', 'web', 'web:2', end)),
      });
      expect(exitCode, log).to.equal(0);
      expect(serving()).to.equal('web:2');
    });
  }

  it('is not undone for one task of three that crashes and is replaced', async () => {
    await open({ desiredCount: 3 });
    let started = 0;
    fixture.aws.world.outcomeOf = ({ taskDefinition }) => {
      if (taskDefinition !== 'web:1') started += 1;
      return started === 1 ? { kind: 'crash', exitCode: 1, afterSeconds: 120 } : { kind: 'healthy' };
    };
    const { exitCode, log } = await fixture.deploy({ env: baking });
    expect(log).to.match(/bake time: web:2[^]*exited with code 1/);
    expect(exitCode, log).to.equal(0);
  });

  it('stays, and needs attention, when it crashes and rollback is off', async () => {
    await open();
    fixture.newTasks({ kind: 'crash', exitCode: 137, afterSeconds: 90 });
    await exits(7, fixture.deploy({ env: { ...baking, ECS_CD_ROLLBACK: 'off' } }));
    expect(fixture.changes()).to.have.length(2);
  });

  it('is not judged by the tasks that failed before it served', async () => {
    await open({ desiredCount: 1 });
    let started = 0;
    fixture.aws.world.outcomeOf = ({ taskDefinition }) => {
      if (taskDefinition === 'web:1') return { kind: 'healthy' };
      started += 1;
      return started <= 2 ? { kind: 'crash', exitCode: 1 } : { kind: 'healthy' };
    };
    await exits(0, fixture.deploy({ env: { ...baking, ECS_CD_FAIL_FAST: 'off' } }));
  });

  it('is not judged, in a job that runs again, by what failed before that', async () => {
    await open({ desiredCount: 1 });
    let started = 0;
    fixture.aws.world.outcomeOf = ({ taskDefinition }) => {
      if (taskDefinition === 'web:1') return { kind: 'healthy' };
      started += 1;
      return started <= 1 ? { kind: 'crash', exitCode: 1, afterSeconds: 300 } : { kind: 'healthy' };
    };
    expect((await fixture.deploy()).exitCode).to.equal(0);
    await fixture.aws.clock.sleep(900_000);
    await exits(0, fixture.deploy({ env: baking }));
  });
});
