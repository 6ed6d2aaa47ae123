import { createHash } from 'node:crypto';
import { authorizationFor } from './image/registry-token';

interface Reference {
  readonly registry: string;
  readonly name: string;
  readonly tag: string;
}

interface Index {
  readonly manifests?: readonly {
    readonly platform?: { readonly os: string; readonly architecture: string };
  }[];
}

const platforms = ['linux/amd64', 'linux/arm64'];

const accept = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/**
 * The reference with the digest that its tag names now, whatever digest it had. The digest is of the bytes that were
 * received, so that nobody has to be believed. An image that is not for every platform is refused.
 * `logins` are `user:password` in base64 by registry.
 */
export async function pinnedReference(
  image: string,
  logins: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { registry, name, tag } = referenceOf(image);
  const host = registry === 'docker.io' ? 'registry-1.docker.io' : registry;
  const protocol = /^(127\.|localhost[:/]?)/.test(host) ? 'http' : 'https';
  const url = `${protocol}://${host}/v2/${name}/manifests/${tag}`;
  const login =
    logins[registry] ?? (registry === 'docker.io' ? logins['https://index.docker.io/v1/'] : undefined);
  const manifest = await manifestAt(url, login);
  const { manifests } = JSON.parse(manifest) as Index;
  if (!manifests) throw new Error(`${image} is for one platform only; a pin needs an index`);
  const offered = manifests.map(({ platform }) => `${platform?.os ?? ''}/${platform?.architecture ?? ''}`);
  const missing = platforms.filter((platform) => !offered.includes(platform));
  if (missing.length > 0) throw new Error(`${image} has nothing for ${missing.join(', ')}`);
  const digest = createHash('sha256').update(manifest).digest('hex');
  return `${registry}/${name}:${tag}@sha256:${digest}`;
}

function referenceOf(image: string): Reference {
  const [, registry, name, tag] = /^([^/]+[.:][^/]*)\/([^:@]+):([^:@]+)(?:@.*)?$/.exec(image) ?? [];
  if (registry === undefined || name === undefined || tag === undefined)
    throw new Error(`${image} is not REGISTRY/NAME:TAG`);
  return { registry, name, tag };
}

async function manifestAt(url: string, login: string | undefined): Promise<string> {
  const ask = (headers: Readonly<Record<string, string>>) => fetch(url, { headers: { accept, ...headers } });
  let response = await ask({});
  if (response.status === 401) {
    const authorization = await authorizationFor(response.headers.get('www-authenticate') ?? '', {
      login,
      actions: 'pull',
    });
    response = await ask({ authorization });
  }
  if (!response.ok) throw new Error(`${url} answers ${response.status} ${response.statusText}`);
  return response.text();
}
