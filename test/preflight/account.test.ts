import { expect } from 'chai';
import { openServiceFixture } from '../service-fixture';
import { exits } from '../run';

describe('a deployment', () => {
  it('says that the account is the wrong one where nothing of the service is there', async () => {
    const fixture = await openServiceFixture();
    try {
      const env = { ECS_CD_ACCOUNT_ID: '999999999999', TASK_FAMILY: 'gone' };
      const { log } = await exits(3, fixture.deploy({ env }));
      expect(log).to.match(/^ +ECS_CD_ACCOUNT_ID .* lead to account 123456789012, not to 999999999999/m);
    } finally {
      await fixture.close();
    }
  });
});

describe('a rollback by hand', () => {
  it('is refused in another account than ECS_CD_ACCOUNT_ID allows', async () => {
    const fixture = await openServiceFixture();
    try {
      const { exitCode, log } = await fixture.run(['rollback'], {
        env: { ECS_CD_ACCOUNT_ID: '999999999999' },
      });
      expect(exitCode, log).to.equal(3);
      expect(log).to.contain('lead to account 123456789012, not to 999999999999; nothing was changed');
      expect(fixture.changes()).to.deep.equal([]);
    } finally {
      await fixture.close();
    }
  });
});
