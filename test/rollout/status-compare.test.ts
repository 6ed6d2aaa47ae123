import { expect } from 'chai';
import { openServiceFixture, type ServiceFixture } from '../service-fixture';
import { exits } from '../run';

/** As on a laptop. */
const named = { REPOSITORY_URL: undefined, DOCKER_TAG: undefined, TASK_FAMILY: undefined, STAGE: undefined };

describe('the place that a service is compared with', () => {
  let fixture: ServiceFixture;
  afterEach(() => fixture.close());

  it('is found by the name of the other stage where the names of cluster or service have the own one in them', async () => {
    fixture = await openServiceFixture({ names: { cluster: 'shop-prod', service: 'prod-web' } });
    const { world } = fixture.aws;
    world.createCluster('shop-staging');
    for (const [cluster, name] of [
      ['shop-staging', 'staging-web'],
      ['shop-staging', 'product-worker'],
      ['shop-prod', 'product-worker'],
    ] as const)
      world.createService({ cluster, name, taskDefinition: 'web', desiredCount: 1 });
    const compare = ['--compare', 'staging'];
    const stage = { STAGE: 'prod' };
    const shown = async (env: Readonly<Record<string, string>>) =>
      (await fixture.run(['status', ...compare], { env: { ...named, ...env } })).log;
    const one = await shown(stage);
    expect(one).to.match(/^service +prod-web in shop-prod +staging-web in shop-staging$/m);
    expect(one).to.contain(
      'happened    prod-web in shop-prod, staging-web in shop-staging: shown as it is now',
    );
    expect(await shown({ ...stage, SERVICE_NAME: 'prod-web,product-worker' })).to.match(
      /^service +product-worker in shop-prod +product-worker in shop-staging$/m,
    );
    for (const [env, why] of [
      [{}, 'STAGE is not set'],
      [{ STAGE: 'pro' }, 'neither name in shop-prod/prod-web has pro (STAGE) in it'],
    ] as const) {
      const { log } = await exits(2, fixture.run(['status', ...compare], { env: { ...named, ...env } }));
      expect(log).to.contain(`--compare  "staging" does not say where it runs: ${why}`);
      expect(log).to.contain('fix: write the cluster and the service of the other stage');
    }
  });

  it('is told by its own option where it is not there, cannot be one, or is the service itself', async () => {
    fixture = await openServiceFixture();
    const missing = await exits(3, fixture.run(['status', '--compare', 'nope/web'], { env: named }));
    expect(missing.log).to.contain('--compare  there is no service web in the cluster nope\n');
    const { log: wrong } = await fixture.run(['status', '--compare', 'a/b/c'], { env: named });
    expect(wrong).to.contain('"a/b/c" is not CLUSTER/SERVICE');
    const itself = await exits(2, fixture.run(['status', '--compare', 'shop/web'], { env: named }));
    expect(itself.log).to.match(/--compare +"shop\/web" is the service itself\n +fix: write the cluster and/);
    const own = { ...named, STAGE: 'shop' };
    const stage = await exits(2, fixture.run(['status', '--compare', 'shop'], { env: own }));
    expect(stage.log).to.match(
      /"shop" is the stage of shop\/web itself\n +fix: name another one, or CLUSTER/,
    );
  });
});
