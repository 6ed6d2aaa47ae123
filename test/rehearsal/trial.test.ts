import { expect } from 'chai';
import { said } from '../said';
import { tryDeployment } from './trial';

describe('npm run try', () => {
  it("shows how a crash of the job's own service ends, with what its container said", async () => {
    let log = '';
    const exitCode = await tryDeployment({
      outcome: 'crash',
      env: {
        SERVICE_NAME: 'orders',
        TASK_FAMILY: 'orders-api',
        REPOSITORY_URL: 'ecr.example.com/shop/orders',
      },
      onLog: (text) => (log += text),
    });
    expect(exitCode).to.equal(6);
    expect(log).to.contain('/shop/orders:v2 is sha256:');
    expect(log).to.contain('(service orders) has started 2 tasks');
    expect(log).to.contain('| Error: DATABASE_URL is not set');
    expect(log).to.contain(said.servesAgain('orders-api:1'));
  });

  it('names the very image of the job where the registry does not have it', async () => {
    let log = '';
    const env = { REPOSITORY_URL: 'ecr.example.com/shop/orders', DOCKER_TAG: 'v7' };
    await tryDeployment({ outcome: 'fails-to-start', env, onLog: (text) => (log += text) });
    expect(log).to.match(/the registry does not have the image [^ ]+[/]shop[/]orders:v7$/m);
  });
});
