import { expect } from 'chai';
import { openShop, type Shop } from '../shop';

describe('rolling back by hand', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await openShop();
  });
  afterEach(() => shop.close());

  it('goes to the last revision whose deployment succeeded', async () => {
    await shop.deploy();
    const { exitCode, log } = await shop.run(['rollback']);
    expect(exitCode, log).to.equal(0);
    expect(shop.aws.truth('web')).to.include({ taskDefinition: 'web:1', healthyCount: 2 });
  });

  it('skips a revision that was registered but never served', async () => {
    await shop.deploy();
    shop.aws.world.putImage('team/web', 'v3');
    shop.newTasks({ kind: 'crash', exitCode: 1 });
    await shop.deploy({ env: { DOCKER_TAG: 'v3', ECS_CD_TIMEOUT: '2m' } });
    const { exitCode, log } = await shop.run(['rollback']);
    expect(exitCode, log).to.equal(0);
    expect(shop.aws.truth('web')).to.include({ taskDefinition: 'web:1' });
  });

  it('goes to the revision that was asked for', async () => {
    await shop.deploy();
    const { exitCode, log } = await shop.run(['rollback', '--to', 'web:1']);
    expect(exitCode, log).to.equal(0);
    expect(shop.aws.truth('web')).to.include({ taskDefinition: 'web:1', healthyCount: 2 });
  });

  it('is refused with exit 3 when nothing else ever served, and changes nothing', async () => {
    const { exitCode, log } = await shop.run(['rollback']);
    expect(exitCode, log).to.equal(3);
    expect(log).to.contain('--to FAMILY:REVISION');
    expect(shop.changes()).to.deep.equal([]);
  });

  it('is refused with exit 3 when the revision that was asked for does not exist', async () => {
    const { exitCode, log } = await shop.run(['rollback', '--to', 'web:99']);
    expect(exitCode, log).to.equal(3);
    expect(shop.changes()).to.deep.equal([]);
  });

  it('undoes a deployment that is still in progress', async () => {
    shop.newTasks({ kind: 'never-starts' });
    await shop.deploy({ env: { ECS_CD_TIMEOUT: '1m', ECS_CD_ROLLBACK: 'off' } });
    const { exitCode, log } = await shop.run(['rollback']);
    expect(exitCode, log).to.equal(0);
    expect(shop.aws.truth('web')).to.include({ taskDefinition: 'web:1', healthyCount: 2 });
  });
});
