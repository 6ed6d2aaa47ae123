import { expect } from 'chai';
import type { Simulator } from '../simulator';
import { basic, errorOf, openRegistry, registryClient, type RegistryClient } from './registry-client';

describe('the door of the simulated registry', () => {
  let aws: Simulator;
  let registry: RegistryClient;

  beforeEach(async () => ({ aws, registry } = await openRegistry()));
  afterEach(() => aws.close());

  it('asks whoever comes without credentials for Basic ones', async () => {
    const response = await fetch(`${aws.url}/v2/`);
    expect(response.status).to.equal(401);
    const challenge = `Basic realm="${aws.url}/",service="ecr.amazonaws.com"`;
    expect(response.headers.get('www-authenticate')).to.equal(challenge);
  });

  it('lets in the password that ECR handed out, for user AWS alone', async () => {
    expect((await registry.ask('GET', '/v2/')).status).to.equal(200);
    const password = aws.world.registryPassword();
    const others = [basic('root', password), basic('AWS', 'guess'), `Bearer ${password}`, 'Basic'];
    for (const other of others)
      expect((await registry.ask('GET', '/v2/', { headers: { authorization: other } })).status).to.equal(401);
  });

  it('refuses a password that has expired as ECR does', async () => {
    aws.world.setAuthorizationLifetimeSeconds(60);
    registry = registryClient(aws);
    expect((await registry.ask('GET', '/v2/')).status).to.equal(200);
    await aws.clock.sleep(60_000);
    expect(await errorOf(await registry.ask('GET', '/v2/'))).to.deep.equal({
      status: 403,
      code: 'DENIED',
      message: 'Your authorization token has expired. Reauthenticate and try again.',
    });
  });
});
