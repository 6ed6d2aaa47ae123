import { expect } from 'chai';
import { openShop } from '../shop';

describe('a deployment', () => {
  it('says that the account is the wrong one where nothing of the service is there', async () => {
    const shop = await openShop();
    try {
      const env = { ECS_CD_ACCOUNT_ID: '999999999999', TASK_FAMILY: 'gone' };
      const { exitCode, log } = await shop.deploy({ env });
      expect(exitCode, log).to.equal(3);
      expect(log).to.match(/^ +ECS_CD_ACCOUNT_ID .* lead to account 123456789012, not to 999999999999/m);
    } finally {
      await shop.close();
    }
  });
});

describe('a rollback by hand', () => {
  it('is refused in another account than ECS_CD_ACCOUNT_ID allows', async () => {
    const shop = await openShop();
    try {
      const { exitCode, log } = await shop.run(['rollback'], { env: { ECS_CD_ACCOUNT_ID: '999999999999' } });
      expect(exitCode, log).to.equal(3);
      expect(log).to.contain('lead to account 123456789012, not to 999999999999; nothing was changed');
      expect(shop.changes()).to.deep.equal([]);
    } finally {
      await shop.close();
    }
  });
});
