import { expect } from 'chai';
import { blueGreen, registerBase } from '../../scenarios/given/givens';
import { openSeveralServices, type SeveralServices } from '../../several-services';
import { exits } from '../../run';

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
    await exits(143, fixture.deploy({ env, interruption: interrupter.signal }));
  };

  it('sees to the end of the bake of all, by the deployments that the dotenv names', async () => {
    fixture = await openSeveralServices(undefined, { configuration: blueGreen });
    const { dotenv } = await exits(0, fixture.deploy({ env: { ECS_CD_WAIT_UNTIL: 'baking' } }));
    const { ECS_CD_DEPLOYMENT_ID } = dotenv;
    await exits(2, follow({ ECS_CD_DEPLOYMENT_ID: ECS_CD_DEPLOYMENT_ID?.split(',').slice(1).join(',') }));
    const followed = await exits(0, follow({ ECS_CD_DEPLOYMENT_ID }));
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
      const { log } = await exits(6, follow({ ECS_CD_ON_FAILURE: scope }));
      expect(fixture.running()).to.deep.equal(running);
      expect(log.includes('they run different releases now')).to.equal(scope === 'own');
    });

  it('follows none where one of them has no deployment of this image', async () => {
    fixture = await openSeveralServices();
    await fixture.deploy({ env: { SERVICE_NAME: 'web,worker', TASK_FAMILY: 'web,worker' } });
    const { log } = await exits(3, follow());
    expect(log).to.match(/happened +beat: service beat has no deployment of this image/);
  });

  it('leaves what served all along where the family has got a newer revision', async () => {
    fixture = await openSeveralServices(['web']);
    await fixture.deploy();
    registerBase(fixture, { environment: [{ name: 'LEVEL', value: 'debug' }] });
    const { log } = await exits(7, follow(unhealthy));
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
    const { log } = await exits(6, follow(v3));
    expect(fixture.running(), log).to.deep.equal(released);
  });
});
