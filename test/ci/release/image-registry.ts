import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { programFile } from '../../../.ci/release/runner-repository';
import { digestOf } from '../../simulator/ecr/images/manifest';
import { registryClient } from '../../simulator/registry/registry-client';
import { smallImage } from '../../simulator/ecr/images/small-image';
import { startSimulator } from '../../simulator/simulator';
import { tarOf } from './tar-of';

export interface ImageRegistry {
  /** `host/group/project`, as `$CI_REGISTRY_IMAGE`. */
  readonly project: string;
  /** In which skopeo finds its login, as `skopeo login` leaves it. */
  readonly env: Readonly<Record<string, string>>;
  /** Pushes images with these labels and files, as BuildKit does: an index, or one image alone; answers its digest. */
  push(
    tag: string,
    labels: Readonly<Record<string, string>>,
    platforms?: readonly string[],
    filesOf?: (platform: string) => Files,
  ): Promise<string>;
  /** Makes one image of those of several architectures, which are there; answers its digest. */
  list(tag: string, digests: Readonly<Record<string, string>>): Promise<string>;
  digestOf(tag: string): string | undefined;
  /** Of the user AWS. */
  readonly password: string;
  close(): Promise<void>;
}

export type Files = Parameters<typeof tarOf>[0];

const indexType = 'application/vnd.oci.image.index.v1+json';
const imageType = 'application/vnd.oci.image.manifest.v1+json';

/** A registry with the repository of the project's runner, empty. */
export async function openImageRegistry(): Promise<ImageRegistry> {
  const aws = await startSimulator();
  const name = 'platform/ecs-cd/runner';
  const repository = aws.world.createRepository(name);
  const client = registryClient(aws);
  const home = await mkdtemp(path.join(tmpdir(), 'ecs-cd-home-'));
  const auth = Buffer.from(`AWS:${aws.world.registryPassword()}`).toString('base64');
  const logins = path.join(home, 'auth.json');
  await writeFile(logins, JSON.stringify({ auths: { [aws.registry]: { auth } } }), { mode: 0o600 });
  await mkdir(path.join(home, '.config/containers'), { recursive: true });
  const inTheClear = `[[registry]]\nlocation = "${aws.registry}"\ninsecure = true\n`;
  await writeFile(path.join(home, '.config/containers/registries.conf'), inTheClear);

  async function put(reference: string, manifest: string, type: string): Promise<string> {
    const headers = { 'content-type': type };
    const path = `/v2/${name}/manifests/${reference}`;
    const response = await client.ask('PUT', path, { body: manifest, headers });
    if (!response.ok) throw new Error(`the registry answers ${response.status}: ${await response.text()}`);
    return digestOf(manifest);
  }

  /** As BuildKit puts it beside the images, for a platform that nothing runs on. */
  async function putAttestation(): Promise<object> {
    const blob = async (text: string, mediaType: string) => {
      await client.upload(text, name);
      return { mediaType, digest: digestOf(text), size: text.length };
    };
    const config = await blob(
      '{"os":"unknown","architecture":"unknown"}',
      'application/vnd.oci.image.config.v1+json',
    );
    const layers = [await blob('{"predicate":{}}', 'application/vnd.in-toto+json')];
    const manifest = JSON.stringify({ schemaVersion: 2, mediaType: imageType, config, layers });
    const digest = await put(digestOf(manifest), manifest, imageType);
    const platform = { os: 'unknown', architecture: 'unknown' };
    return { mediaType: imageType, digest, size: manifest.length, platform };
  }

  const descriptorOf = (digest: string, architecture: string) => {
    const text = aws.world.imageManifest(name, digest) ?? '';
    const { mediaType } = JSON.parse(text) as { mediaType: string };
    return { mediaType, digest, size: text.length, platform: { os: 'linux', architecture } };
  };
  const putIndex = (tag: string, manifests: readonly object[]) =>
    put(tag, JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests }), indexType);

  return {
    password: aws.world.registryPassword(),
    list: (tag, digests) =>
      putIndex(
        tag,
        Object.entries(digests).map(([architecture, digest]) => descriptorOf(digest, architecture)),
      ),
    project: repository.replace(/\/runner$/, ''),
    env: { HOME: home, REGISTRY_AUTH_FILE: logins },
    digestOf: (tag) => aws.world.imageDigest(name, tag),
    async push(tag, labels, platforms = ['linux/amd64', 'linux/arm64'], filesOf = () => []) {
      const manifests = [await putAttestation()];
      for (const platform of platforms) {
        const [, architecture = ''] = platform.split('/');
        const image = smallImage({ architecture, labels, rootFs: tarOf(filesOf(platform)) });
        for (const blob of image.blobs) await client.upload(Uint8Array.from(blob), name);
        const { manifest, mediaType } = image;
        if (platforms.length === 1) return put(tag, manifest, mediaType);
        const digest = await put(digestOf(manifest), manifest, mediaType);
        manifests.push(descriptorOf(digest, architecture));
      }
      return putIndex(tag, manifests);
    },
    async close() {
      await aws.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** A root file system with that program as its ecs-cd. */
export const filesWith = (program: string): Files => [[programFile, program]];
