import { expect } from 'chai';
import { openSeveralServices, reconfigured, type SeveralServices } from '../../several-services';
import { pausedAfterScaleUp } from '../../scenarios/given/givens';
import type { TaskOutcome } from '../../simulator/ecs/tasks/scripted-tasks';
import { exits } from '../../run';

const crash = { kind: 'crash', exitCode: 1, afterSeconds: 2 } as const;
const late: TaskOutcome = { kind: 'healthy', afterSeconds: 300 };
const released = ['web:2', 'worker:2', 'beat:2'];
const before = ['web:1', 'worker:1', 'beat:1'];

describe('deploying several services', () => {
  let fixture: SeveralServices;
  const open = async (...options: Parameters<typeof openSeveralServices>) => {
    fixture = await openSeveralServices(...options);
  };
  const openWithGate = async () => {
    await open();
    await reconfigured(fixture, 'beat', pausedAfterScaleUp);
  };
  afterEach(() => fixture.close());
  const updatesOf = (service: string) =>
    fixture.aws.calls.filter(
      ({ operation, input }) =>
        operation === 'UpdateService' && JSON.stringify(input).includes(`"service":"${service}"`),
    );

  it('ends in succeeded when all of them serve, with one look at the image and one call for their looks', async () => {
    await open();
    const { log, dotenv } = await exits(0, fixture.deploy());
    expect(fixture.running()).to.deep.equal(released);
    expect(dotenv).to.include({
      ECS_CD_VERDICT: 'succeeded',
      ECS_CD_TASK_DEFINITION: 'web:2,worker:2,beat:2',
      ECS_CD_PREVIOUS_TASK_DEFINITION: 'web:1,worker:1,beat:1',
    });
    expect(log)
      .to.match(/^worker {2}\d\d:\d\d {2}running 2\/2$/m)
      .and.match(/^service +beat: succeeded\nhappened +beat:2 serves 2 of 2 tasks \(verified\)$/m)
      .and.match(/^happened +all 3 services serve this release$/m);
    const { calls } = fixture.aws;
    const ofTag = calls.filter(({ input }) => JSON.stringify(input).includes('"imageTag":"v2"'));
    expect(ofTag).to.have.length(1);
    const looks = calls.filter(({ operation }) => operation === 'DescribeServices').length;
    expect(looks, 'looks at all').to.be.lessThan(20);
    expect(fixture.changes().slice(0, 3)).to.deep.equal(Array(3).fill('RegisterTaskDefinition'));
  });

  it('changes nothing where one of them may not be changed, and says what is wrong with each', async () => {
    await open();
    const { exitCode, log } = await fixture.deploy({
      env: { SERVICE_NAME: 'web,wrker,beat', TASK_FAMILY: 'web,worker,bat' },
    });
    expect(exitCode, log).to.equal(3);
    expect(log)
      .to.match(/^ +wrker +there is no service wrker/m)
      .and.match(/^ +beat +ECS refused DescribeTaskDefinition on bat/m)
      .and.contain('2 problems block this release; nothing was changed');
    expect(fixture.changes()).to.deep.equal([]);
  });

  it('says once what is wrong with all of them', async () => {
    await open();
    const { log } = await exits(3, fixture.deploy({ env: { DOCKER_TAG: 'v99' } }));
    expect(log.match(/there is no image/g)).to.have.length(1);
  });

  const failures: [string, Readonly<Record<string, TaskOutcome>>][] = [
    ['while the others come up', { worker: crash, beat: late }],
    [
      'after the others have proved themselves',
      { worker: { kind: 'unhealthy-container', afterSeconds: 150 } },
    ],
  ];
  for (const [when, fates] of failures) {
    it(`puts all of them back when one fails ${when}`, async () => {
      await open();
      fixture.fates(fates);
      const start = fixture.aws.clock.now();
      const { log, dotenv } = await exits(6, fixture.deploy());
      expect(dotenv['ECS_CD_VERDICT']).to.equal('rolled-back');
      expect(fixture.running()).to.deep.equal(before);
      expect(log)
        .to.match(/^happened +the deployment of web:2 was called off: worker failed$/m)
        .and.match(/^done +beat:1 serves again \(verified\)$/m)
        .and.match(/^fix +see why worker failed$/m)
        .and.match(/^why +.*of worker:2/m)
        .and.match(
          /service +beat: rolled-back[^]*service +worker: rolled-back[^]*\nhappened +worker failed: web rolled-back/,
        );
      expect(fixture.aws.clock.now() - start, 'does not wait for who comes up').to.be.lessThan(450_000);
    });
  }

  it('puts back who waits at a gate when another one fails, and ends there where none does', async () => {
    for (const [fates, exit, running] of [
      [{ worker: { kind: 'unhealthy-container', afterSeconds: 150 } }, 6, before],
      [{ web: { ...crash, afterSeconds: 200 }, beat: late }, 6, before],
      [{ worker: { kind: 'healthy', afterSeconds: 150 } }, 11, released],
    ] as const) {
      await openWithGate();
      fixture.fates(fates);
      const { log } = await exits(exit, fixture.deploy());
      expect(log).to.match(/^beat .*it waits at a gate; waiting for the other services$/m);
      expect(fixture.running()).to.deep.equal(running);
      if (exit === 6) await fixture.close();
    }
  });

  it('puts all back where somebody rejects the one at a gate while the others come up', async () => {
    await openWithGate();
    const { world, clock } = fixture.aws;
    fixture.fates({ worker: late });
    clock.schedule(150_000, () => world.continueServiceDeployment('shop', 'beat', 'ROLLBACK'));
    await exits(6, fixture.deploy());
    expect(fixture.running()).to.deep.equal(before);
  });

  it('asks also for the way back of the one at a gate where GitLab ends the job', async () => {
    await openWithGate();
    fixture.fates({ worker: { kind: 'healthy', afterSeconds: 3_000 } });
    const CI_JOB_STARTED_AT = new Date(fixture.aws.clock.now()).toISOString();
    const env = { CI_JOB_TIMEOUT: '400', CI_JOB_STARTED_AT };
    await exits(7, fixture.deploy({ env }));
    await fixture.aws.clock.sleep(60_000);
    expect(fixture.running()).to.deep.equal(before);
  });

  it('takes back the one at a gate as well where the job is cancelled while the others come up', async () => {
    await openWithGate();
    fixture.fates({ worker: late });
    const interrupter = new AbortController();
    fixture.aws.clock.schedule(200_000, () => interrupter.abort('SIGTERM'));
    const { log } = await exits(143, fixture.deploy({ interruption: interrupter.signal }));
    await fixture.aws.clock.sleep(60_000);
    expect(fixture.running(), log).to.deep.equal(before);
  });

  it('lets each fail for itself with ECS_CD_ON_FAILURE own, and says that they differ', async () => {
    await open();
    fixture.fates({ worker: crash });
    const { log } = await exits(6, fixture.deploy({ env: { ECS_CD_ON_FAILURE: 'own' } }));
    expect(fixture.running()).to.deep.equal(['web:2', 'worker:1', 'beat:2']);
    expect(log).to.match(
      /^happened +web succeeded, worker rolled-back, beat succeeded: they run different releases now$/m,
    );
  });

  it('begins one by one, puts back who went before, and leaves the rest as it was', async () => {
    await open();
    fixture.fates({ worker: crash });
    const { log } = await exits(6, fixture.deploy({ env: { ECS_CD_ORDER: 'one-by-one' } }));
    expect(fixture.running()).to.deep.equal(before);
    expect(updatesOf('beat')).to.deep.equal([]);
    expect(log).to.match(/^service +beat: not begun, and not changed$/m);
  });

  it('stops at the first that fails one by one, also where each fails for itself', async () => {
    await open();
    fixture.fates({ worker: crash });
    const { exitCode, log } = await fixture.deploy({
      env: { ECS_CD_ORDER: 'one-by-one', ECS_CD_ON_FAILURE: 'own' },
    });
    expect(exitCode, log).to.equal(6);
    expect(fixture.running()).to.deep.equal(['web:2', 'worker:1', 'beat:1']);
    expect(updatesOf('beat')).to.deep.equal([]);
  });

  it('releases all one by one', async () => {
    await open();
    await exits(0, fixture.deploy({ env: { ECS_CD_ORDER: 'one-by-one' } }));
    expect(fixture.running()).to.deep.equal(released);
    const [web, worker] = ['web', 'worker'].map((name) => updatesOf(name)[0]?.at ?? NaN);
    expect((worker ?? NaN) - (web ?? NaN)).to.be.greaterThan(30_000);
  });

  it('looks once more at who waited, and puts all back where that one has failed meanwhile', async () => {
    await open();
    fixture.fates({ web: { ...crash, afterSeconds: 200 }, worker: late });
    const { log } = await exits(6, fixture.deploy());
    expect(log).to.match(/called off: web failed/);
    expect(fixture.running()).to.deep.equal(before);
  });

  it('puts nobody back for a newer deployment of somebody else', async () => {
    await open();
    fixture.fates({ worker: late, beat: late });
    const hotfix = { cluster: 'shop', service: 'worker', taskDefinition: 'web:1' };
    fixture.aws.onCall(({ operation }) => {
      if (operation === 'UpdateService')
        fixture.aws.clock.schedule(10_000, () => fixture.aws.world.updateService(hotfix));
    });
    const { log } = await exits(9, fixture.deploy({ env: { ECS_CD_ORDER: 'one-by-one' } }));
    expect(updatesOf('worker')).to.have.length(0);
    expect(log).to.contain('of web:1 now; the service was not changed');
  });

  it('leaves one in peace that serves the release already and has nothing to go back to', async () => {
    await open();
    await exits(0, fixture.deploy({ env: { SERVICE_NAME: 'web', TASK_FAMILY: 'web' } }));
    await reconfigured(fixture, 'web');
    fixture.fates({ worker: crash });
    const { log } = await exits(6, fixture.deploy());
    expect(log).to.match(/^service +web: succeeded$/m);
    expect(fixture.running()).to.deep.equal(['web:2', 'worker:1', 'beat:1']);
  });
});
