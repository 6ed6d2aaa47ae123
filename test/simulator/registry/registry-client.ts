import { expect } from 'chai';
import { startSimulator, type Simulator } from '../simulator';
import { digestOf } from '../ecr/images/manifest';
import { smallImage } from '../ecr/images/small-image';

export type RegistryClient = ReturnType<typeof registryClient>;

export const dockerManifest = 'application/vnd.docker.distribution.manifest.v2+json';

/** With a repository whose tags may move, and one whose tags are fixed. */
export async function openRegistry(): Promise<{
  readonly aws: Simulator;
  readonly registry: RegistryClient;
}> {
  const aws = await startSimulator();
  aws.world.createRepository('team/shop');
  aws.world.createRepository('fixed', { mutability: 'IMMUTABLE' });
  return { aws, registry: registryClient(aws) };
}

interface Request {
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
}

export const basic = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

/** The distribution protocol as plain requests, with a login that is good. */
export function registryClient(aws: Simulator) {
  const authorization = basic('AWS', aws.world.registryPassword());

  function ask(method: string, path: string, { body, headers = {} }: Request = {}): Promise<Response> {
    const init = { method, headers: { authorization, ...headers }, redirect: 'manual' as const };
    return fetch(new URL(path, aws.url), body === undefined ? init : { ...init, body });
  }

  async function startUpload(repository = 'team/shop'): Promise<string> {
    const response = await ask('POST', `/v2/${repository}/blobs/uploads/`);
    expect(response.status).to.equal(202);
    return response.headers.get('location')!;
  }

  async function upload(bytes: string | Uint8Array<ArrayBuffer>, repository = 'team/shop') {
    const location = await startUpload(repository);
    return ask('PUT', `${location}?digest=${digestOf(bytes)}`, { body: bytes });
  }

  return {
    ask,
    startUpload,
    upload,
    /** An image of that commit, layers first, as an engine pushes it. */
    async push(repository: string, tag: string, revision: string): Promise<Response> {
      const { blobs, manifest } = smallImage({ revision });
      for (const blob of blobs) await upload(Uint8Array.from(blob), repository);
      const headers = { 'content-type': dockerManifest };
      return ask('PUT', `/v2/${repository}/manifests/${tag}`, { body: manifest, headers });
    },
  };
}

/** The first error of a refusal. */
export async function errorOf(response: Response) {
  const { errors } = (await response.json()) as { errors: { code: string; message: string }[] };
  return { status: response.status, ...errors[0] };
}
