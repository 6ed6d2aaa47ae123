import { expect } from 'chai';
import { openAccount, type Account } from '../../account';

describe('a scheduler of the simulated ECS with something in its way', () => {
  let account: Account;
  afterEach(() => account.close());
  const obstruct = (obstacles: Parameters<Account['aws']['world']['setObstacles']>[2]) =>
    account.aws.world.setObstacles('shop', 'web', obstacles);

  it('does nothing while its calls are throttled, says so, and goes on afterwards', async () => {
    account = await openAccount();
    obstruct({ isThrottled: true });
    await account.deploy();
    await account.pass(90);
    const text = '(service web) operations are being throttled. Will try again later.';
    expect((await account.messages()).filter((message) => message === text)).to.have.length(2);
    expect(account.aws.truth('web')).to.include({ taskDefinition: 'web:1', taskCount: 1 });
    obstruct({});
    await account.pass(180);
    expect(account.aws.truth('web').taskDefinition).to.equal('web:2');
  });

  it('launches what it can, and says how many it could not', async () => {
    account = await openAccount({ desiredCount: 4 });
    obstruct({ mostTasks: 6 });
    const { id } = await account.deploy({ kind: 'never-starts' });
    await account.pass(30);
    expect(await account.messages()).to.include(
      `(service web) could not launch 2 tasks for deployment ${id ?? ''}.`,
    );
    expect(account.aws.truth('web').taskCount).to.equal(6);
  });

  it('cannot stop protected tasks, so the rollout does not end', async () => {
    account = await openAccount({ desiredCount: 2 });
    const [old] = (await account.service()).deployments!;
    obstruct({ protectsOldTasks: true });
    await account.deploy();
    await account.pass(300);
    expect(await account.messages()).to.include(
      `(service web) was unable to reach steady state because (taskSet ${old!.id ?? ''}) was unable to scale in due to (reason 2 tasks under protection)`,
    );
    expect(account.aws.truth('web')).to.include({ healthyOfAll: 4, isRolloutInFlight: true });
    obstruct({});
    await account.pass(120);
    expect(account.aws.truth('web')).to.include({ healthyOfAll: 2, isRolloutInFlight: false });
  });
});
