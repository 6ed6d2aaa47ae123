import { expect } from 'chai';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gitWithToken } from '../../../.ci/release/git';

describe('git, on its way to the remote', () => {
  it('carries the token in a header, and in no argument or message', async () => {
    const seen: (string | undefined)[] = [];
    const server = createServer(({ headers }, response) => {
      seen.push(headers.authorization);
      response.writeHead(403).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/platform/ecs-cd.git`;
    const env = { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
    const git = gitWithToken({ folder: '.', env }, url, 'glpat-secret');
    const refusal = await git('ls-remote', url).catch(String);
    server.closeAllConnections();
    server.close();
    expect(seen).to.deep.equal([`Basic ${Buffer.from('oauth2:glpat-secret').toString('base64')}`]);
    expect(refusal).to.contain('git ls-remote failed').and.contain('403').and.not.contain('secret');
  });
});
