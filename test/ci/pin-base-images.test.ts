import { expect } from 'chai';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pinnedReference } from '../../.ci/pinned-reference';
import { run } from '../../runner/subprocess';
import { withLogin } from '../engine/docker';
import { digestOf } from '../simulator/registry/manifest';
import { registryClient } from '../simulator/registry/registry-client';
import { startSimulator, type Simulator } from '../simulator/simulator';

const root = path.resolve(__dirname, '../..');
const indexType = 'application/vnd.oci.image.index.v1+json';
const bothPlatforms = ['amd64', 'arm64'];

describe('the pins of the base images', function () {
  this.timeout(20_000);
  let aws: Simulator;
  let folder: string;
  let file: string;

  beforeEach(async () => {
    aws = await startSimulator();
    folder = mkdtempSync(path.join(tmpdir(), 'ecs-cd-pins-'));
    file = path.join(folder, 'base-images.json');
  });

  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await aws.close();
  });

  /** Pushes an index for these architectures; answers its digest. */
  async function publish(name: string, tag: string, architectures = bothPlatforms): Promise<string> {
    const { world } = aws;
    world.createRepository(name);
    const manifests = architectures.map((architecture) => ({
      digest: world.putImage(name, `${tag}-${architecture}`, { architecture }),
      mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
      size: 1,
      platform: { os: 'linux', architecture },
    }));
    const index = JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests });
    const path = `/v2/${name}/manifests/${tag}`;
    const pushed = await registryClient(aws).ask('PUT', path, {
      body: index,
      headers: { 'content-type': indexType },
    });
    expect(pushed.status).to.equal(201);
    return digestOf(index);
  }

  const pin = () =>
    withLogin(aws.registry, aws.world.registryPassword(), (DOCKER_CONFIG) =>
      run({
        command: process.execPath,
        args: ['-r', 'ts-node/register', path.join(root, '.ci/pin-base-images.ts')],
        cwd: root,
        env: { PATH: process.env.PATH, BASE_IMAGES: file, DOCKER_CONFIG },
      }),
    );
  const written = () => JSON.parse(readFileSync(file, 'utf8')) as unknown;

  it('are what the tags name now, whatever they named before', async () => {
    const node = await publish('library/node', '24');
    const alpine = await publish('library/alpine', '3');
    const outdated = `sha256:${'0'.repeat(64)}`;
    const images = {
      NODE_IMAGE: `${aws.registry}/library/node:24`,
      BASE_IMAGE: `${aws.registry}/library/alpine:3@${outdated}`,
    };
    writeFileSync(file, JSON.stringify(images));
    const first = await pin();
    expect(first.exitCode, first.stderr).to.equal(0);
    expect(written()).to.deep.equal({
      NODE_IMAGE: `${aws.registry}/library/node:24@${node}`,
      BASE_IMAGE: `${aws.registry}/library/alpine:3@${alpine}`,
    });
    expect((await pin()).stdout).to.match(/unchanged +NODE_IMAGE.*\nunchanged +BASE_IMAGE/);
  });

  it('are written all or not at all', async () => {
    await publish('library/node', '24');
    const images = {
      NODE_IMAGE: `${aws.registry}/library/node:24`,
      BASE_IMAGE: `${aws.registry}/library/alpine:3`,
    };
    writeFileSync(file, JSON.stringify(images));
    const { exitCode, stderr } = await pin();
    expect(exitCode).to.equal(1);
    expect(stderr).to.match(/\/v2\/library\/alpine\/manifests\/3 answers 404/);
    expect(written()).to.deep.equal(images);
  });

  it('are for both architectures', async () => {
    await publish('library/node', '24', ['amd64']);
    writeFileSync(file, JSON.stringify({ NODE_IMAGE: `${aws.registry}/library/node:24` }));
    expect((await pin()).stderr).to.contain('library/node:24 has nothing for linux/arm64');
    writeFileSync(file, JSON.stringify({ NODE_IMAGE: `${aws.registry}/library/node:24-amd64` }));
    expect((await pin()).stderr).to.contain('is for one platform only');
  });

  it('need a registry, a name and a tag', async () => {
    for (const image of [
      'node:24',
      'docker.io/library/node',
      `docker.io/library/node@sha256:${'0'.repeat(64)}`,
    ])
      expect(await pinnedReference(image).catch(String)).to.contain('is not REGISTRY/NAME:TAG');
  });

  it('come with a token where a registry sends whoever asks to an authority', async () => {
    const manifests = bothPlatforms.map((architecture) => ({ platform: { os: 'linux', architecture } }));
    const index = JSON.stringify({ schemaVersion: 2, manifests });
    const server = await registryWithTokens(index);
    const { port } = server.address() as AddressInfo;
    try {
      const image = `127.0.0.1:${port}/library/node:24`;
      expect(await pinnedReference(image)).to.equal(`${image}@${digestOf(index)}`);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});

/** The token authentication of Docker Hub, for anybody. (Docker docs) */
async function registryWithTokens(index: string): Promise<Server> {
  const server = createServer((request, response) => {
    const origin = `http://${request.headers.host ?? ''}`;
    const { pathname, searchParams } = new URL(request.url ?? '', origin);
    const isAuthority = pathname === '/token';
    if (isAuthority) {
      const token = `for ${searchParams.get('service') ?? ''} ${searchParams.get('scope') ?? ''}`;
      response.end(JSON.stringify({ token }));
    } else if (request.headers.authorization === 'Bearer for hub repository:library/node:pull') {
      response.end(index);
    } else {
      const scope = 'service="hub",scope="repository:library/node:pull"';
      response.writeHead(401, { 'www-authenticate': `Bearer realm="${origin}/token",${scope}` }).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
