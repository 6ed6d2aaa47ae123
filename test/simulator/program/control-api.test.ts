import { expect } from 'chai';
import { definitionOf, openAccount, refusalOf, type Account } from '../account';

interface Body {
  readonly services?: Readonly<Record<string, object>>;
  readonly error?: string;
}

describe('the control API of the simulator', () => {
  let account: Account;
  beforeEach(async () => {
    account = await openAccount();
  });
  afterEach(() => account.close());

  async function control(method: 'GET' | 'POST', path: string, body?: unknown) {
    const response = await fetch(`${account.aws.url}/_sim/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Body };
  }

  it('sets up a world for another process, and tells what is true in it', async () => {
    const { body: repository } = await control('POST', 'world/createRepository', ['team/app']);
    expect(repository).to.equal(`${account.aws.registry}/team/app`);
    await control('POST', 'world/createCluster', ['other']);
    await control('POST', 'world/registerTaskDefinition', [{ ...definitionOf('app:1'), family: 'app' }]);
    await control('POST', 'world/createService', [{ cluster: 'other', name: 'app', taskDefinition: 'app' }]);
    const { body } = await control('GET', 'state');
    expect(body.services).to.have.keys('shop/web', 'other/app');
    expect(body.services?.['other/app']).to.include({ taskDefinition: 'app:1' });
  });

  it('adds outcomes and faults, and lets virtual time pass', async () => {
    await control('POST', 'world/setOutcome', [{ taskDefinition: 'web:2' }, { kind: 'never-starts' }]);
    await control('POST', 'faults', { operation: 'DescribeServices', kind: 'access-denied' });
    expect((await refusalOf(account.service())).name).to.equal('AccessDeniedException');
    const before = account.aws.clock.now();
    await control('POST', 'sleep', { seconds: 90 });
    expect(account.aws.clock.now() - before).to.equal(90_000);
  });

  it('refuses what it does not know', async () => {
    expect((await control('POST', 'world/constructor', [])).status).to.equal(404);
    const { status, body } = await control('POST', 'world/createService', [{ cluster: 'none' }]);
    expect(status).to.equal(400);
    expect(body.error).to.equal('Cluster not found.');
  });
});
