import { expect } from 'chai';
import { openHealthEndpoint, type HealthEndpoint } from '../health-endpoint';
import { heldOnTestTraffic } from '../scenarios/given/test-traffic';
import { openSeveralServices } from '../several-services';
import { openServiceFixture, type ServiceFixture } from '../service-fixture';
import { exits } from '../run';

describe('a release that is asked on test traffic', () => {
  let fixture: ServiceFixture;
  let site: HealthEndpoint;
  beforeEach(async () => {
    fixture = await openServiceFixture(heldOnTestTraffic());
    site = await openHealthEndpoint([200]);
  });
  afterEach(async () => {
    await site.close();
    await fixture.close();
  });
  const deployed = (env: Readonly<Record<string, string>> = {}, interruption?: AbortSignal) =>
    fixture.deploy({
      env: { ECS_CD_TEST_HEALTH_CHECK_URL: site.url, ...env },
      ...(interruption ? { interruption } : {}),
    });
  const header = { ECS_CD_TEST_HEALTH_CHECK_HEADER: 'x-amzn-ecs-blue-green-test: blue' };

  it('is sent the header of the test rule, whose value is in no log', async () => {
    const { log } = await exits(0, deployed(header));
    expect(site.requests).to.have.length(3);
    expect(site.requests[0]?.headers['x-amzn-ecs-blue-green-test']).to.equal('blue');
    expect(log).to.not.contain(': blue');
  });

  it('waits on at its hook where the job is cancelled', async () => {
    const interrupter = new AbortController();
    fixture.aws.clock.schedule(90_000, () => interrupter.abort('SIGTERM'));
    const { log } = await exits(143, deployed({ ECS_CD_HEALTH_CHECK_COUNT: '20' }, interrupter.signal));
    expect(log).to.contain('the deployment goes on waiting for somebody to continue it');
    expect(fixture.aws.truth('web').waitsFor).to.equal('hook');
  });

  it('is not asked by who rejects it', async () => {
    await fixture.deploy();
    const env = { ECS_CD_TEST_HEALTH_CHECK_URL: site.url };
    await exits(0, fixture.run(['reject'], { env }));
    expect(site.requests).to.deep.equal([]);
  });

  it('is refused where its hook is over before the check can be', async () => {
    const { log } = await exits(3, deployed({ ECS_CD_HEALTH_CHECK_TIMEOUT: '10m' }));
    expect(log).to.match(/its hook waits for 10 min, and the check may take 10 min/);
    expect(log).to.match(/fix +let it wait longer, .*timeout_in_minutes = 15/);
    expect(fixture.changes()).to.deep.equal([]);
  });

  it('is asked when it serves where its hook is gone when the deployment begins', async () => {
    fixture.aws.onCall(({ operation }) => {
      if (operation !== 'RegisterTaskDefinition') return;
      const deploymentConfiguration = { lifecycleHooks: [] };
      fixture.aws.world.updateService({ cluster: 'shop', service: 'web', deploymentConfiguration });
    });
    const { log } = await exits(0, deployed());
    expect(site.requests).to.have.length(3);
    expect(log).to.match(/^warning: this job asked ECS_CD_TEST_HEALTH_CHECK_URL only with production/m);
  });

  it('is refused where its hook lets it go on by itself', async () => {
    const [hook] = heldOnTestTraffic().configuration?.lifecycleHooks ?? [];
    const timeoutConfiguration = { timeoutInMinutes: 10, action: 'CONTINUE' as const };
    const deploymentConfiguration = { lifecycleHooks: [{ ...hook, timeoutConfiguration }] };
    fixture.aws.world.updateService({ cluster: 'shop', service: 'web', deploymentConfiguration });
    const { log } = await exits(3, deployed());
    expect(log).to.contain('its hook lets a release continue when nobody answers');
  });

  it('is not asked where nothing of it runs', async () => {
    fixture.aws.world.updateService({ cluster: 'shop', service: 'web', desiredCount: 0 });
    await fixture.aws.clock.sleep(600_000);
    await exits(0, deployed());
    expect(site.requests).to.deep.equal([]);
  });
});

describe('the first of several services, asked on test traffic', () => {
  it('takes the others back with it where it does not answer, whatever their gates', async () => {
    const fixture = await openSeveralServices(undefined, heldOnTestTraffic());
    const site = await openHealthEndpoint([500]);
    const env = { ECS_CD_TEST_HEALTH_CHECK_URL: site.url, ECS_CD_HEALTH_CHECK_TIMEOUT: '10s' };
    const { exitCode, log } = await fixture.deploy({ env });
    await Promise.all([site.close(), fixture.close()]);
    expect(exitCode, log).to.equal(6);
    expect(log).to.match(/^happened +web failed: web rolled-back, worker rolled-back, beat rolled-back$/m);
  });
});
