import { expect } from 'chai';
import { blueGreen, registerBase } from '../scenarios/givens';
import { openSeveralServices, type SeveralServices } from '../several-services';

const crash = { kind: 'crash', exitCode: 1, afterSeconds: 90 } as const;
const unhealthy = {
  ECS_CD_HEALTH_CHECK_URL: 'http://127.0.0.1:1/health',
  ECS_CD_HEALTH_CHECK_TIMEOUT: '10s',
};
const before = ['web:1', 'worker:1', 'beat:1'];
const released = ['web:2', 'worker:2', 'beat:2'];

describe('following the deployments of several services', () => {
  let fixture: SeveralServices;
  afterEach(() => fixture.close());
  const follow = (env: Readonly<Record<string, string | undefined>> = {}) => fixture.run(['follow'], { env });
  /** A job that was killed by GitLab: what it began goes on. */
  const begun = async (more: Readonly<Record<string, string>> = {}) => {
    const interrupter = new AbortController();
    fixture.aws.clock.schedule(40_000, () => interrupter.abort('SIGTERM'));
    const env = { ECS_CD_ROLLBACK: 'off', ...more };
    const { exitCode, log } = await fixture.deploy({ env, interruption: interrupter.signal });
    expect(exitCode, log).to.equal(143);
  };

  it('sees to the end of the bake of all, by the deployments that the dotenv names', async () => {
    fixture = await openSeveralServices(undefined, { configuration: blueGreen });
    const { exitCode, log, dotenv } = await fixture.deploy({ env: { ECS_CD_WAIT_UNTIL: 'baking' } });
    expect(exitCode, log).to.equal(0);
    const { ECS_CD_DEPLOYMENT_ID } = dotenv;
    const wrong = await follow({ ECS_CD_DEPLOYMENT_ID: ECS_CD_DEPLOYMENT_ID?.split(',').slice(1).join(',') });
    expect(wrong.exitCode, wrong.log).to.equal(2);
    const followed = await follow({ ECS_CD_DEPLOYMENT_ID });
    expect(followed.exitCode, followed.log).to.equal(0);
    expect(followed.log).to.match(/^happened +all 3 services serve this release$/m);
    expect(followed.dotenv).to.include({ ECS_CD_DEPLOYMENT_ID });
    expect(fixture.running()).to.deep.equal(released);
  });

  for (const [scope, running] of [
    ['all', before],
    ['own', ['web:2', 'worker:1', 'beat:2']],
  ] as const)
    it(`puts back ${scope} where one fails`, async () => {
      fixture = await openSeveralServices();
      fixture.fates({ worker: crash });
      await begun();
      const { exitCode, log } = await follow({ ECS_CD_ON_FAILURE: scope });
      expect(exitCode, log).to.equal(6);
      expect(fixture.running()).to.deep.equal(running);
      expect(log.includes('they run different releases now')).to.equal(scope === 'own');
    });

  it('follows none where one of them has no deployment of this image', async () => {
    fixture = await openSeveralServices();
    await fixture.deploy({ env: { SERVICE_NAME: 'web,worker', TASK_FAMILY: 'web,worker' } });
    const { exitCode, log } = await follow();
    expect(exitCode, log).to.equal(3);
    expect(log).to.match(/happened +beat: service beat has no deployment of this image/);
  });

  it('leaves what served all along where the family has got a newer revision', async () => {
    fixture = await openSeveralServices(['web']);
    await fixture.deploy();
    registerBase(fixture, { environment: [{ name: 'LEVEL', value: 'debug' }] });
    const { exitCode, log } = await follow(unhealthy);
    expect(exitCode, log).to.equal(7);
    expect(fixture.running(), log).to.deep.equal(['web:2']);
    expect(log).to.match(/^done +this run changed nothing$/m);
  });

  it('puts what serves back by one revision, not by two, where another one fails', async () => {
    fixture = await openSeveralServices();
    await fixture.deploy();
    fixture.aws.world.putImage('team/web', 'v3');
    fixture.aws.world.outcomeOf = ({ taskDefinition }) =>
      taskDefinition === 'worker:3' ? crash : { kind: 'healthy' };
    const v3 = { DOCKER_TAG: 'v3' };
    const { log: deployed } = await fixture.deploy({
      env: { ...v3, SERVICE_NAME: 'web', TASK_FAMILY: 'web' },
    });
    expect(fixture.running(), deployed).to.deep.equal(['web:3', 'worker:2', 'beat:2']);
    await begun(v3);
    const { exitCode, log } = await follow(v3);
    expect(exitCode, log).to.equal(6);
    expect(fixture.running(), log).to.deep.equal(released);
  });
});
