import { expect } from 'chai';
import { openShop, type Shop } from '../shop';

describe('rolling back to a revision that is named', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await openShop();
  });
  afterEach(() => shop.close());

  it('refuses a revision that does not exist by the name of the variable that named it', async () => {
    const { exitCode, log } = await shop.run(['rollback'], { env: { ECS_CD_TO: 'web:99' } });
    expect(exitCode, log).to.equal(3);
    expect(log).to.match(/^happened +web:99 \(ECS_CD_TO\) does not exist; nothing was changed$/m);
    expect(log).to.match(/^fix +name a revision of web that is ACTIVE$/m);
  });

  it('goes there also when AWS does not show the history of the service', async () => {
    await shop.deploy();
    shop.aws.faults.add({ operation: 'ListServiceDeployments', kind: 'unavailable', times: 6 });
    const { exitCode, log } = await shop.run(['rollback', '--to', 'web:1']);
    expect(exitCode, log).to.equal(0);
    expect(shop.aws.truth('web')).to.include({ taskDefinition: 'web:1', healthyCount: 2 });
  });

  it('says when what it goes to has never served, and how to return when that fails', async () => {
    shop.newTasks({ kind: 'crash', exitCode: 1 });
    expect((await shop.deploy()).exitCode).to.equal(6);
    const { exitCode, log } = await shop.run(['rollback', '--to', 'web:2']);
    expect(exitCode, log).to.equal(7);
    expect(log).to.match(/^warning: no deployment of web:2 has succeeded yet/m);
    expect(log).to.match(/^(fix| {3}) +to go back to web:1, run this job with ECS_CD_TO=web:1$/m);
  });
});
