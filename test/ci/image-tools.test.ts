import { expect } from 'chai';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bakeFileOf, unpinned, type Build } from '../../.ci/image/bake-file';
import { registryOf } from '../../.ci/image/registry';
import { gitIn } from '../../.ci/release/git';
import { openImageRegistry } from './image-registry';
import { digestOf } from '../simulator/registry/manifest';
import { smallImage } from '../simulator/registry/small-image';

const digest = `sha256:${'d'.repeat(64)}`;
const build: Build = {
  repository: 'registry.example.com/platform/ecs-cd',
  revision: 'c0ffee',
  version: '1.2.3',
  created: '2030-01-02T03:04:05Z',
  source: 'https://gitlab.example.com/platform/ecs-cd',
  baseImages: { NODE_IMAGE: `node:24@${digest}`, BASE_IMAGE: `alpine:3.23@${digest}` },
  bundleChecksum: 'ab'.repeat(32),
  pipeline: 'main',
};
const targetsOf = (changed: Partial<Build> = {}) =>
  (bakeFileOf({ ...build, ...changed }) as { target: Record<string, unknown> }).target;

describe('the file that says what images are built', () => {
  it('builds the runner for both architectures where a release may be made of it, and for one elsewhere', () => {
    const both = ['linux/amd64', 'linux/arm64'];
    expect(targetsOf()).to.have.deep.nested.property('runner.platforms', both);
    expect(targetsOf({ pipeline: 'change' })).to.have.deep.nested.property('runner.platforms', [
      'linux/amd64',
    ]);
  });

  it('builds no runner for a tag: what was tested is taken as it is', () => {
    expect(Object.keys(targetsOf({ pipeline: 'tag' }))).to.deep.equal(['simulator']);
  });

  it('tags images with the commit alone, and says in the runner what it was made of', () => {
    const { runner, simulator } = targetsOf();
    expect(runner).to.deep.include({
      tags: ['registry.example.com/platform/ecs-cd/runner:c0ffee'],
      args: {
        NODE_IMAGE: `node:24@${digest}`,
        BASE_IMAGE: `alpine:3.23@${digest}`,
        BASE_DIGEST: digest,
        VERSION: '1.2.3',
        REVISION: 'c0ffee',
        CREATED: '2030-01-02T03:04:05Z',
        SOURCE: 'https://gitlab.example.com/platform/ecs-cd',
      },
      labels: { 'ecs-cd.bundle.sha256': 'ab'.repeat(32) },
      attest: ['type=sbom', 'type=provenance,mode=max'],
    });
    expect(simulator).to.deep.include({
      tags: ['registry.example.com/platform/ecs-cd/simulator:c0ffee'],
      args: { NODE_IMAGE: `node:24@${digest}` },
    });
  });

  it('takes no base image whose tag may move', () => {
    expect(unpinned(build.baseImages)).to.deep.equal([]);
    expect(unpinned({ NODE_IMAGE: 'node:24', BASE_IMAGE: 'alpine@sha256:abc' })).to.have.lengthOf(2);
  });
});

describe('the registry of the project', () => {
  it('says what an image is, for every platform, attestations aside; and nothing of an image that is not there', async () => {
    const images = await openImageRegistry();
    try {
      const digest = await images.push('c0ffee', { made: 'by hand' });
      const builds = ['linux/amd64', 'linux/arm64'].map((platform) => ({
        platform,
        labels: { made: 'by hand' },
        layers: [digestOf(smallImage({}).blobs[1] ?? '')],
      }));
      expect(await images.registry.find('c0ffee')).to.deep.equal({ digest, builds });
      expect(await images.registry.find(digest)).to.deep.equal({ digest, builds });
      expect(await images.registry.find('another')).to.equal(undefined);
    } finally {
      await images.close();
    }
  });

  it('gives an image one more tag without changing a byte of it', async () => {
    const images = await openImageRegistry();
    try {
      const digest = await images.push('c0ffee', {});
      await images.registry.tag(digest, '1.2.3');
      expect(images.digestOf('1.2.3')).to.equal(digest);
    } finally {
      await images.close();
    }
  });

  it('tells when the login is refused', async () => {
    const images = await openImageRegistry();
    const { repository } = images.registry;
    const refused = await registryOf({ repository, user: 'AWS', password: 'guess' })
      .find('c0ffee')
      .catch(String);
    await images.close();
    expect(refused).to.contain('the registry answers 401');
  });

  it("logs in as GitLab's registry asks: with a token for this repository, to pull and to push", async () => {
    const config = JSON.stringify({
      os: 'linux',
      architecture: 'amd64',
      config: { Labels: { made: 'there' } },
    });
    const manifest = JSON.stringify({ schemaVersion: 2, config: { digest: digestOf(config) } });
    const asked: string[] = [];
    const server = await listening((request) => {
      const { host = '', authorization = '' } = request.headers;
      const url = new URL(request.url ?? '', `http://${host}`);
      asked.push(`${request.method ?? ''} ${url.pathname}`);
      if (url.pathname === '/jwt/auth') {
        const isGood =
          authorization === `Basic ${Buffer.from('ci:secret').toString('base64')}` &&
          url.searchParams.get('service') === 'container_registry' &&
          url.searchParams.get('scope') === 'repository:platform/ecs-cd/runner:pull,push';
        return { status: isGood ? 200 : 403, body: JSON.stringify({ token: 'a-token' }) };
      }
      if (authorization !== 'Bearer a-token') {
        const challenge = `Bearer realm="http://${host}/jwt/auth",service="container_registry",scope="repository:platform/ecs-cd/runner:pull"`;
        return { status: 401, headers: { 'www-authenticate': challenge } };
      }
      return { status: 200, body: url.pathname.includes('/blobs/') ? config : manifest };
    });
    const registry = registryOf({
      repository: `${server.host}/platform/ecs-cd/runner`,
      user: 'ci',
      password: 'secret',
    });
    const found = await registry.find('c0ffee');
    await server.close();
    expect(found?.builds).to.deep.equal([{ platform: 'linux/amd64', labels: { made: 'there' }, layers: [] }]);
    expect(asked.filter((each) => each === 'GET /jwt/auth')).to.have.lengthOf(1);
  });
});

describe('git, on its way to the remote', () => {
  it('carries the token in a header, and in no argument or message', async () => {
    const seen: (string | undefined)[] = [];
    const server = await listening(({ headers }) => {
      seen.push(headers.authorization);
      return { status: 403 };
    });
    const remote = { name: `http://${server.host}/platform/ecs-cd.git`, token: 'glpat-secret' };
    const env = { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
    const refusal = await gitIn({ folder: '.', env, remote }).parentOfRemoteTag('1.2.3').catch(String);
    await server.close();
    expect(seen).to.deep.equal([`Basic ${Buffer.from('oauth2:glpat-secret').toString('base64')}`]);
    expect(refusal).to.contain('git ls-remote failed').and.contain('403').and.not.contain('secret');
  });
});

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

async function listening(answer: (request: IncomingMessage) => Answer) {
  const server = createServer((request, response) => {
    const { status, headers = {}, body = '' } = answer(request);
    response.writeHead(status, headers).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
