import { expect } from 'chai';
import { onceLogged } from '../log/once-logged';
import {
  openServiceFixture,
  type ServiceFixture,
  type FixtureOptions,
  type FixtureRun,
} from '../service-fixture';
import { said } from '../said';
import { openHealthEndpoint, type HealthEndpoint } from '../health-endpoint';
import { exits } from '../run';

describe('a release that is to answer', () => {
  let fixture: ServiceFixture;
  let site: HealthEndpoint | undefined;
  afterEach(async () => {
    await site?.close();
    site = undefined;
    await fixture.close();
  });
  const open = async (options?: FixtureOptions) => {
    fixture = await openServiceFixture(options);
  };
  const checked = async (script: Parameters<typeof openHealthEndpoint>[0], env: FixtureRun['env'] = {}) => {
    site = await openHealthEndpoint(script);
    return { ECS_CD_HEALTH_CHECK_URL: site.url, ...env };
  };
  const serving = () => fixture.aws.truth('web').taskDefinition;
  const updatedBack = ['RegisterTaskDefinition', 'UpdateService', 'UpdateService'];

  it('goes on to its bake time when it has answered', async () => {
    await open();
    const { exitCode, log } = await fixture.deploy({
      env: await checked([503, 200], { ECS_CD_BAKE_TIME: '1m' }),
    });
    expect(exitCode, log).to.equal(0);
    expect(log.indexOf('health check: passed')).to.be.within(1, log.indexOf('bake time: web:2'));
  });

  it('succeeds when it takes a while to answer right, and tells each answer once', async () => {
    await open();
    const env = await checked([503, 503, 503, 'hang-up', 200]);
    const { log } = await exits(0, fixture.deploy({ env }));
    expect(site?.requests).to.have.length(7);
    expect(log.match(/it answered 503/g)).to.have.length(1);
    expect(log).to.contain('the connection was closed without an answer').and.contain('it answered 200');
  });

  it('is put back when it answers wrong, and the log says how', async () => {
    await open();
    const env = await checked(() => (serving() === 'web:1' ? 200 : 500));
    const { log } = await exits(6, fixture.deploy({ env }));
    expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:1', healthyCount: 2 });
    expect(fixture.changes()).to.deep.equal(updatedBack);
    expect(log).to.match(/02:2\d +health check: failed, timed out\n/);
    expect(log).to.match(
      /happened +the deployment of web:2 failed: \S+ did not answer 200 3 times in a row within 1 min: it answered 500\n/,
    );
    expect(log).to.match(
      /done +web:1 serves again \(verified\)\nfix +look at what the application logs .*\nconsole +https:\S+\nduration +\d\d:\d\d\nwarning .*\nverdict +rolled-back \(exit 6\)\n$/,
    );
  });

  it('is put back when it never answers', async () => {
    await open();
    const silence = () => {
      void fixture.aws.clock.sleep(5_000);
      return 'silence' as const;
    };
    const env = await checked(silence, { ECS_CD_HEALTH_CHECK_TIMEOUT: '15s' });
    const { log } = await exits(6, fixture.deploy({ env }));
    expect(log).to.contain('within 15 s: no answer within 5 s');
  });

  it('may answer what it is said to, a redirect too; one that it may not is told apart', async () => {
    await open();
    const range = { ECS_CD_HEALTH_CHECK_STATUS: '200-399', ECS_CD_HEALTH_CHECK_COUNT: '1' };
    const env = await checked([{ to: 'https://login.example.com' }], range);
    const first = await exits(0, fixture.deploy({ env }));
    expect(first.log).to.contain('must answer 200-399 within').and.contain('health check: passed\n');
    const second = await fixture.deploy({ env: { ...env, ECS_CD_HEALTH_CHECK_STATUS: '200' } });
    expect(second.log).to.contain('it answered 302 (redirects are not followed)');
  });

  it('keeps what follows the path of the address out of the log', async () => {
    await open();
    const env = await checked([200]);
    const { exitCode, log } = await fixture.deploy({
      env: { ...env, ECS_CD_HEALTH_CHECK_URL: `${site!.url}?token=hunter2#hunter2` },
    });
    expect(exitCode, log).to.equal(0);
    expect(site?.requests[0]?.url).to.equal('/health?token=hunter2');
    expect(log).to.not.contain('hunter2');
  });

  it('stays, and needs attention, when it answers wrong and rollback is off', async () => {
    await open();
    const { exitCode, log } = await fixture.deploy({
      env: await checked([500], { ECS_CD_ROLLBACK: 'off' }),
    });
    expect(exitCode, log).to.equal(7);
    expect(serving()).to.equal('web:2');
    expect(log).to.contain('it answered 500').and.contain(said.rollbackOff);
  });

  it('is asked also when it was there before, and needs attention when it does not answer: this run changed nothing', async () => {
    await open();
    await fixture.deploy();
    const { log } = await exits(7, fixture.deploy({ env: await checked([500]) }));
    expect(log).to.contain('this run changed nothing');
    expect(fixture.changes()).to.have.length(2);
  });

  for (const rollback of ['on', 'off']) {
    it(`is not blamed when another deployment has replaced it, with rollback ${rollback}`, async () => {
      await open();
      let outside: Promise<void> | undefined;
      const { exitCode, log } = await fixture.deploy({
        env: await checked([500], { ECS_CD_ROLLBACK: rollback }),
        onLog: onceLogged(/it answered 500/, () => {
          outside = fixture.updateOutside();
        }),
      });
      await outside;
      expect(exitCode, log).to.equal(9);
      await fixture.aws.clock.sleep(600_000);
      expect(serving()).to.equal('outside:1');
    });
  }

  it('is not put back when somebody has set the desired count to 0: nothing is there to answer', async () => {
    await open();
    const { exitCode, log } = await fixture.deploy({
      env: await checked([500]),
      onLog: onceLogged(/it answered 500/, () =>
        fixture.aws.world.updateService({ cluster: 'shop', service: 'web', desiredCount: 0 }),
      ),
    });
    expect(exitCode, log).to.equal(7);
    expect(log).to.contain(said.isNothingWanted);
    expect(fixture.changes()).to.have.length(2);
  });

  it('is not asked where nothing serves, as before', async () => {
    await open({ desiredCount: 0 });
    const { log } = await exits(0, fixture.deploy({ env: await checked([500]) }));
    expect(site?.requests).to.have.length(0);
    expect(log).to.contain('desired count 0: there is nothing whose health could be checked');
  });

  it('is not waited for when the job is cancelled', async () => {
    await open();
    const interrupter = new AbortController();
    const silence = () => {
      interrupter.abort('SIGTERM');
      return 'silence' as const;
    };
    const { exitCode, log } = await fixture.deploy({
      env: await checked(silence),
      interruption: interrupter.signal,
    });
    expect(exitCode, log).to.equal(143);
  });
});
