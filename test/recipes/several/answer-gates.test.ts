import { expect } from 'chai';
import { pausedAfterScaleUp } from '../../scenarios/given/givens';
import { openSeveralServices, reconfigured, type SeveralServices } from '../../several-services';
import { exits } from '../../run';

const before = ['web:1', 'worker:1', 'beat:1'];
const released = ['web:2', 'worker:2', 'beat:2'];

describe('answering the gates of several services', () => {
  let fixture: SeveralServices;
  let paused: string | undefined;
  beforeEach(async () => {
    fixture = await openSeveralServices(undefined, { configuration: pausedAfterScaleUp });
    await reconfigured(fixture, 'beat');
    const { dotenv } = await exits(11, fixture.deploy());
    paused = dotenv['ECS_CD_DEPLOYMENT'];
  });
  afterEach(() => fixture.close());
  const pressed = (command: 'continue' | 'reject', env: Readonly<Record<string, string | undefined>> = {}) =>
    fixture.run([command], { env: { ECS_CD_DEPLOYMENT: paused, ...env } });
  const answers = () => fixture.changes().filter((change) => change === 'ContinueServiceDeployment').length;

  it('continues all that wait, and sees that all serve', async () => {
    expect(paused).to.match(/^arn:\S+\/shop\/web\/[\w-]+,arn:\S+\/shop\/worker\/[\w-]+$/);
    for (const env of [{ ECS_CD_DEPLOYMENT: undefined }, {}]) {
      const { log, dotenv } = await exits(0, pressed('continue', env));
      expect(log).to.match(/^happened +all 3 services serve this release$/m);
      expect(dotenv).to.include({ ECS_CD_TASK_DEFINITION: 'web:2,worker:2,beat:2' });
    }
    expect(answers()).to.equal(2);
    expect(fixture.running()).to.deep.equal(released);
  });

  it('rejects all that wait, and takes back with them the one that serves already', async () => {
    const { log } = await exits(0, pressed('reject'));
    expect(fixture.running()).to.deep.equal(before);
    expect(log)
      .to.match(/^happened +(?:web|worker) was rejected: all 3 services are back on what they ran before$/m)
      .and.match(/beat +.*updating the service back to beat:1/);
    await exits(0, pressed('reject', { ECS_CD_DEPLOYMENT: undefined }));
    expect(fixture.running()).to.deep.equal(before);
  });

  it('leaves who serves already with ECS_CD_ON_FAILURE own, says so and is red', async () => {
    const { log } = await exits(7, pressed('reject', { ECS_CD_ON_FAILURE: 'own' }));
    expect(fixture.running()).to.deep.equal(['web:1', 'worker:1', 'beat:2']);
    expect(log)
      .to.match(/worker succeeded, beat needs-attention: they run different releases now$/m)
      .and.match(/^next +run the rollback job \(ecs-cd rollback\) to take it back$/m);
  });

  it('puts all back where one that was continued fails, as far as their gates let them', async () => {
    const { exitCode, log } = await pressed('continue', {
      ECS_CD_HEALTH_CHECK_URL: 'http://127.0.0.1:1/health',
      ECS_CD_HEALTH_CHECK_TIMEOUT: '10s',
    });
    expect(exitCode, log).to.equal(7);
    expect(log)
      .to.match(/^web +.*updating the service back to web:1$/m)
      .and.match(/^happened +web failed: web needs-attention, worker needs-attention, beat rolled-back$/m);
    expect(fixture.running()).to.deep.equal(before);
  });

  it('answers none where one of them cannot be read, or none is of these services', async () => {
    const unknown = await exits(3, pressed('continue', { ECS_CD_DEPLOYMENT: `${paused}x` }));
    expect(unknown.log).to.match(/happened +worker: ECS has no service deployment/);
    const elsewhere = paused?.replaceAll('/shop/', '/other/');
    const other = await exits(2, pressed('reject', { ECS_CD_DEPLOYMENT: elsewhere }));
    expect(other.log).to.contain('of service web in cluster other, not of web, worker, beat in shop');
    expect(answers()).to.equal(0);
  });

  it('takes its own out of those of a whole release, where it is for one service alone', async () => {
    const env = { SERVICE_NAME: 'worker', TASK_FAMILY: 'worker' };
    await exits(0, pressed('continue', env));
    expect(answers()).to.equal(1);
  });

  it('refuses to reject what nobody waits for any more', async () => {
    await pressed('continue');
    const { log } = await exits(3, pressed('reject'));
    expect(log).to.contain('3 problems block this release').and.contain('run the rollback job');
    expect(fixture.running()).to.deep.equal(released);
  });

  for (const [command, after] of [
    ['continue', 0],
    ['continue', 1],
    ['reject', 0],
  ] as const)
    it(`undoes nothing where AWS refuses to ${command} after ${after} of them, and ends right once it allows it`, async () => {
      fixture.aws.faults.add({
        operation: 'ContinueServiceDeployment',
        kind: 'access-denied',
        after,
        times: 2 - after,
      });
      const { log } = await exits(7, pressed(command));
      expect(log).to.match(/^service +worker: rejected\nhappened +ContinueServiceDeployment failed/m);
      expect(fixture.running(), log).to.deep.equal(released);
      await exits(0, pressed(command));
      expect(fixture.running()).to.deep.equal(command === 'continue' ? released : before);
    });

  for (const command of ['continue', 'reject'] as const)
    for (const operation of ['ListServiceDeployments', 'DescribeServiceDeployments'])
      it(`changes nothing where the job is cancelled in ${operation}, before it could ${command} any`, async () => {
        const interrupter = new AbortController();
        fixture.aws.onCall((call) => call.operation === operation && interrupter.abort('SIGTERM'));
        const changes = fixture.changes().length;
        await exits(143, fixture.run([command], { interruption: interrupter.signal }));
        expect(fixture.changes()).to.have.lengthOf(changes);
        expect(fixture.running()).to.deep.equal(released);
      });

  for (const command of ['continue', 'reject'] as const)
    it(`changes nothing where the job is cancelled when all is read, and none has been told to ${command}`, async () => {
      const interrupter = new AbortController();
      const onLog = (text: string) => text.includes('rollback    to ') && interrupter.abort('SIGTERM');
      const changes = fixture.changes().length;
      await exits(143, fixture.run([command], { interruption: interrupter.signal, onLog }));
      expect(fixture.changes()).to.have.lengthOf(changes);
    });

  describe('that hold ways back', () => {
    const two = { SERVICE_NAME: 'web,worker', TASK_FAMILY: 'web,worker' };
    let held: Readonly<Record<string, string | undefined>>;
    beforeEach(async () => {
      await pressed('continue');
      const { dotenv } = await exits(11, fixture.run(['rollback'], { env: two }));
      held = { ...two, ECS_CD_DEPLOYMENT: dotenv['ECS_CD_DEPLOYMENT'] };
    });

    it('brings each to its end by itself, also where another one fails', async () => {
      const silent = { ECS_CD_HEALTH_CHECK_URL: 'http://127.0.0.1:1/', ECS_CD_HEALTH_CHECK_TIMEOUT: '10s' };
      const { log } = await exits(7, pressed('continue', { ...held, ...silent }));
      expect(log).to.match(/^service +worker: succeeded$/m);
      expect(fixture.running().slice(0, 2)).to.deep.equal(['web:1', 'worker:1']);
    });

    it('undoes all of them together that are rejected, also the one whose rejection AWS refuses', async () => {
      fixture.aws.faults.add({ operation: 'ContinueServiceDeployment', kind: 'access-denied', after: 1 });
      await exits(0, pressed('reject', held));
      expect(fixture.running().slice(0, 2)).to.deep.equal(['web:2', 'worker:2']);
    });
  });

  it('takes back with the others the one whose rejection AWS refuses', async () => {
    fixture.aws.faults.add({ operation: 'ContinueServiceDeployment', kind: 'access-denied', after: 1 });
    await exits(0, pressed('reject'));
    expect(fixture.running()).to.deep.equal(before);
  });

  it('continues none where one has gone back already, which takes the others back', async () => {
    fixture.aws.world.continueServiceDeployment('shop', 'worker', 'ROLLBACK');
    await fixture.aws.clock.sleep(120_000);
    const { log } = await exits(3, pressed('continue'));
    expect(log).to.match(/^happened +taken back already: \S+ of worker:2; nothing was changed$/m);
    expect(answers()).to.equal(0);
    await exits(0, pressed('reject'));
    expect(fixture.running()).to.deep.equal(before);
  });

  it('says of a way back that a gate holds that it is one, when a job that was cancelled runs again', async () => {
    const interrupter = new AbortController();
    fixture.aws.onCall(({ operation }) => {
      if (operation === 'ContinueServiceDeployment') interrupter.abort('SIGTERM');
    });
    await exits(143, fixture.run(['continue'], { interruption: interrupter.signal }));
    await fixture.aws.clock.sleep(30_000);
    const { log } = await exits(7, pressed('continue', { ECS_CD_ON_FAILURE: 'own' }));
    expect(log)
      .to.match(/^happened +web:2 does not serve: it was being taken back already$/m)
      .and.match(/^next +run the continue job with ECS_CD_DEPLOYMENT=arn:\S+\/web\//m);
  });

  it('answers none where ECS_CD_DEPLOYMENT names another service as well, or one of them twice', async () => {
    const [web, worker] = paused?.split(',') ?? [];
    const cases = [
      [`${paused},${web?.replace('/shop/', '/other/')}`, 'is of service web in cluster other, not of'],
      [
        `${web},${worker?.replace('/worker/', '/worker-next/')}`,
        'is of service worker-next in cluster shop, not of',
      ],
      [`${paused},${web}x`, 'is of service web in cluster shop twice; nothing was changed'],
    ] as const;
    for (const [ECS_CD_DEPLOYMENT, words] of cases) {
      const { log } = await exits(2, pressed('continue', { ECS_CD_DEPLOYMENT }));
      expect(log).to.contain(words);
    }
    expect(answers()).to.equal(0);
  });
});
