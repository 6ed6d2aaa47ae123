import { registryOf, type Registry } from '../../.ci/image/registry';
import { digestOf } from '../simulator/registry/manifest';
import { registryClient } from '../simulator/registry/registry-client';
import { smallImage } from '../simulator/registry/small-image';
import { tarOf } from './tar-of';
import { startSimulator } from '../simulator/simulator';

export interface ImageRegistry {
  /** `host/group/project`, as `$CI_REGISTRY_IMAGE`. */
  readonly project: string;
  readonly user: string;
  readonly password: string;
  readonly registry: Registry;
  /** Pushes an index of images that carry these labels, each with that program as its ecs-cd; answers its digest. */
  push(
    tag: string,
    labels: Readonly<Record<string, string>>,
    platforms?: readonly string[],
    program?: (platform: string) => string,
  ): Promise<string>;
  digestOf(tag: string): string | undefined;
  close(): Promise<void>;
}

const programFile = 'usr/local/bin/ecs-cd';
const indexType = 'application/vnd.oci.image.index.v1+json';

/** A registry with the repository of the project's runner, empty. */
export async function openImageRegistry(): Promise<ImageRegistry> {
  const aws = await startSimulator();
  const name = 'platform/ecs-cd/runner';
  const repository = aws.world.createRepository(name);
  const client = registryClient(aws);
  const [user, password] = ['AWS', aws.world.registryPassword()];

  async function put(reference: string, manifest: string, type: string): Promise<string> {
    const headers = { 'content-type': type };
    const response = await client.ask('PUT', `/v2/${name}/manifests/${reference}`, {
      body: manifest,
      headers,
    });
    if (!response.ok) throw new Error(`the registry answers ${response.status}: ${await response.text()}`);
    return digestOf(manifest);
  }

  return {
    project: repository.replace(/\/runner$/, ''),
    user,
    password,
    registry: registryOf({ repository, user, password }),
    digestOf: (tag) => aws.world.imageDigest(name, tag),
    async push(tag, labels, platforms = ['linux/amd64', 'linux/arm64'], program) {
      const manifests = [];
      // BuildKit puts attestations beside the images, for a platform that nothing runs on.
      for (const platform of [...platforms, 'unknown/unknown']) {
        const [os, architecture = ''] = platform.split('/');
        const { blobs, manifest, mediaType } = smallImage({
          architecture,
          ...(os === 'linux' ? { labels } : {}),
          ...(program && os === 'linux' ? { rootFs: tarOf([[programFile, program(platform)]]) } : {}),
        });
        for (const blob of blobs) await client.upload(Uint8Array.from(blob), name);
        const digest = await put(digestOf(manifest), manifest, mediaType);
        manifests.push({ mediaType, digest, size: manifest.length, platform: { os, architecture } });
      }
      return put(tag, JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests }), indexType);
    },
    close: () => aws.close(),
  };
}
