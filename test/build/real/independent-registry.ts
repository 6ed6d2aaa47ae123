import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { hasCommand, systemPath } from '../../engine/install-engine';
import { imageMediaTypes } from '../../../runner/ecr/manifest';

/** A registry that is not ours, with as much of ECR's API in front of it as a build asks. */
export interface IndependentRegistry {
  readonly repositoryUrl: string;
  /** Of the API. */
  readonly endpoint: string;
  manifestOf(tag: string): Promise<{ readonly digest: string; readonly text: string } | undefined>;
  blob(digest: string): Promise<Buffer>;
  close(): Promise<void>;
}

const name = 'team/app';
const password = 'independent';
/** Of that password (bcrypt), which is all that the registry can read. */
const htpasswd = 'AWS:$2b$04$YvOis2rzdB2m94UUpZ9NzuEbMh2LW0kg6h8Q1YQiBegGaWBpvpfY2\n';
const login = Buffer.from(`AWS:${password}`).toString('base64');

/** CNCF Distribution, as Debian names its command and as its own project does; undefined where there is none. */
export async function openIndependentRegistry(): Promise<IndependentRegistry | undefined> {
  const known = ['docker-registry', 'registry'];
  const found = await Promise.all(known.map(hasCommand));
  const command = known.find((_, index) => found[index]);
  if (command === undefined) return undefined;
  const folder = await mkdtemp(path.join(tmpdir(), 'ecs-cd-registry-'));
  const config = {
    version: 0.1,
    storage: { filesystem: { rootdirectory: path.join(folder, 'data') } },
    http: { addr: '127.0.0.1:0' },
    auth: { htpasswd: { realm: 'independent', path: path.join(folder, 'htpasswd') } },
  };
  await writeFile(path.join(folder, 'htpasswd'), htpasswd);
  await writeFile(path.join(folder, 'config.yml'), JSON.stringify(config));
  const child = spawn(command, ['serve', path.join(folder, 'config.yml')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: systemPath(), OTEL_TRACES_EXPORTER: 'none' },
  });
  const ended = once(child, 'exit');
  const host = await new Promise<string>((resolve, reject) => {
    createInterface(child.stderr).on('line', (line) => {
      const [, address] = /listening on (127\.0\.0\.1:\d+)/.exec(line) ?? [];
      if (address !== undefined) resolve(address);
    });
    child.once('exit', (code) => reject(new Error(`${command} ended with ${code ?? 'a signal'}`)));
  });
  const registry = registryAt(host);
  const api = await openApi(registry, host);
  return {
    ...registry,
    repositoryUrl: `${host}/${name}`,
    endpoint: api.url,
    async close() {
      await api.close();
      child.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

type Registry = Pick<IndependentRegistry, 'manifestOf' | 'blob'> & {
  put(tag: string, manifest: string, mediaType: string): Promise<Response>;
};

function registryAt(host: string): Registry {
  const authorization = `Basic ${login}`;
  const at = (what: string) => `http://${host}/v2/${name}/${what}`;
  return {
    async manifestOf(tag) {
      const headers = { authorization, accept: imageMediaTypes.join(', ') };
      const response = await fetch(at(`manifests/${tag}`), { headers });
      if (!response.ok) return undefined;
      return { digest: response.headers.get('docker-content-digest') ?? '', text: await response.text() };
    },
    async blob(digest) {
      const response = await fetch(at(`blobs/${digest}`), { headers: { authorization } });
      return Buffer.from(await response.arrayBuffer());
    },
    put(tag, body, mediaType) {
      const headers = { authorization, 'content-type': mediaType };
      return fetch(at(`manifests/${tag}`), { method: 'PUT', body, headers });
    },
  };
}

interface Question {
  readonly imageIds?: readonly { readonly imageTag?: string; readonly imageDigest?: string }[];
  readonly layerDigest?: string;
  readonly imageManifest?: string;
  readonly imageManifestMediaType?: string;
  readonly imageTag?: string;
}

async function openApi(registry: Registry, host: string) {
  const server = createServer((request, response) => {
    void answer(request).then((body) => response.end(body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function answer(request: IncomingMessage): Promise<Buffer | string> {
    if (request.method === 'GET') return registry.blob((request.url ?? '').slice(1));
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    const question = JSON.parse(await text(request)) as Question;
    return JSON.stringify(await operations[operation]?.(question));
  }

  const operations: Readonly<Record<string, (question: Question) => unknown>> = {
    GetAuthorizationToken: () => ({ authorizationData: [{ authorizationToken: login }] }),
    DescribeRepositories: () => ({ repositories: [{ imageTagMutability: 'MUTABLE' }] }),
    GetDownloadUrlForLayer: ({ layerDigest = '' }) => ({ layerDigest, downloadUrl: `${url}/${layerDigest}` }),
    async BatchGetImage({ imageIds: [imageId = {}] = [] }) {
      const found = await registry.manifestOf(imageId.imageTag ?? imageId.imageDigest ?? '');
      if (!found) return { images: [], failures: [{ imageId, failureCode: 'ImageNotFound' }] };
      const { mediaType } = JSON.parse(found.text) as { readonly mediaType?: string };
      const image = { imageManifest: found.text, imageManifestMediaType: mediaType };
      return { images: [{ ...image, imageId: { ...imageId, imageDigest: found.digest } }] };
    },
    async PutImage({ imageTag = '', imageManifest = '', imageManifestMediaType = '' }) {
      const { status } = await registry.put(imageTag, imageManifest, imageManifestMediaType);
      if (status !== 201) throw new Error(`${host} answers ${status} to the manifest of ${imageTag}`);
      return { image: {} };
    },
  };

  return {
    url,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
