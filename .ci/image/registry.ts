import { createHash } from 'node:crypto';
import { fileInLayers } from './file-in-layers';
import {
  buildOf,
  imagesOfIndex,
  type ImageConfig,
  type Manifest,
  type PlatformBuild,
  type RegistryImage,
} from './registry-image';
import { authorizationFor } from './registry-token';

/** One repository of a container registry, such as the project's own at GitLab. */
export interface Registry {
  /** `host/path`, in front of the tag. */
  readonly repository: string;
  /** What a tag or digest names, with the labels of each platform; undefined when there is no such image. */
  find(reference: string): Promise<RegistryImage | undefined>;
  /** The file at that path, without a slash at its start, in the image of these layers; undefined when it has none. */
  file(path: string, layers: readonly string[]): Promise<Buffer | undefined>;
  /** Gives the image one more tag: its manifest is put again as it is, so the digest stays. */
  tag(digest: string, tag: string): Promise<void>;
}

interface Login {
  readonly repository: string;
  readonly user: string;
  readonly password: string;
}

interface Request {
  readonly method?: 'PUT';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer>;
}

const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/** Speaks the OCI distribution protocol, as far as naming an image takes it. */
export function registryOf({ repository, user, password }: Login): Registry {
  const [, host = '', name = ''] = /^([^/]+)\/(.+)$/.exec(repository) ?? [];
  const scheme = /^(localhost|127\.)/.test(host) ? 'http' : 'https';
  const login = Buffer.from(`${user}:${password}`).toString('base64');
  let authorization: string | undefined;

  async function ask(path: string, init: Request = {}): Promise<Response> {
    const send = () =>
      fetch(`${scheme}://${host}/v2/${name}/${path}`, {
        ...init,
        headers: { ...init.headers, ...(authorization === undefined ? {} : { authorization }) },
      });
    const response = await send();
    if (response.status !== 401 || authorization !== undefined) return response;
    const challenge = response.headers.get('www-authenticate') ?? '';
    // What the first request needs is to pull; the tag is pushed later.
    authorization = await authorizationFor(challenge, { login, actions: 'pull,push' });
    return send();
  }

  async function getManifest(reference: string) {
    const response = await ask(`manifests/${reference}`, { headers: { accept: manifestTypes } });
    if (response.status === 404) return undefined;
    await refuseUnless(response, `${repository}, ${reference}`);
    const bytes = Buffer.from(await response.arrayBuffer());
    const digest = digestOf(bytes);
    if (reference.startsWith('sha256:') && digest !== reference) {
      throw new Error(`${repository} answers ${digest} where ${reference} was asked for`);
    }
    const type = response.headers.get('content-type') ?? '';
    return { digest, type, bytes, manifest: JSON.parse(bytes.toString('utf8')) as Manifest };
  }

  async function getBlob(digest: string): Promise<Buffer> {
    const response = await ask(`blobs/${digest}`);
    await refuseUnless(response, `${repository}, ${digest}`);
    const bytes = Buffer.from(await response.arrayBuffer());
    const answered = digestOf(bytes);
    if (answered !== digest)
      throw new Error(`${repository} answers ${answered} where ${digest} was asked for`);
    return bytes;
  }

  async function getBuilds({ manifest }: { readonly manifest: Manifest }): Promise<readonly PlatformBuild[]> {
    if (manifest.config) {
      const config = JSON.parse((await getBlob(manifest.config.digest)).toString('utf8')) as ImageConfig;
      return [buildOf(config, manifest)];
    }
    const images = imagesOfIndex(manifest).map(async (digest) => getBuilds(await existing(digest)));
    return (await Promise.all(images)).flat();
  }

  async function existing(reference: string) {
    const found = await getManifest(reference);
    if (!found) throw new Error(`${repository} has no ${reference}`);
    return found;
  }

  return {
    repository,

    async find(reference) {
      const found = await getManifest(reference);
      return found && { digest: found.digest, builds: await getBuilds(found) };
    },

    file: (path, layers) => fileInLayers(path, layers, getBlob),

    async tag(digest, tag) {
      const { type, bytes } = await existing(digest);
      const headers = { 'content-type': type };
      const response = await ask(`manifests/${tag}`, { method: 'PUT', headers, body: bytes });
      await refuseUnless(response, `${repository}:${tag}`);
    },
  };
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

async function refuseUnless(response: Response, what: string): Promise<void> {
  if (response.ok) return;
  throw new Error(
    `${what}: the registry answers ${response.status} ${(await response.text()).slice(0, 300)}`,
  );
}
