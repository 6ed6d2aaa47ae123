import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { outputOf, type Place } from './program';

/** The runner image of one architecture, as the registry has it. */
export interface Build {
  readonly architecture: string;
  readonly labels: Readonly<Record<string, string>>;
  /** What a container finds as ecs-cd; undefined when it finds none, or is led elsewhere by a link. */
  readonly program: Buffer | undefined;
}

interface Config {
  readonly architecture: string;
  readonly config?: { readonly Labels?: Readonly<Record<string, string>> };
}

/** Where runner/Dockerfile puts the bundle. */
export const programFile = 'usr/local/bin/ecs-cd';

export type RunnerRepository = ReturnType<typeof runnerRepository>;

/**
 * The repository of that name, in front of the tag: by skopeo, which has the login of `skopeo login` and checks every
 * digest, and umoci, which lays layers on one another as an engine does, and needs none.
 */
export function runnerRepository(name: string, place: Place) {
  const skopeo = (...args: readonly string[]) => outputOf('skopeo', args, place);

  async function unpack(digest: string, architecture: string, folder: string): Promise<Build> {
    const platform = ['--override-os=linux', `--override-arch=${architecture}`];
    await skopeo('copy', '--quiet', ...platform, `docker://${name}@${digest}`, `oci:${folder}:image`);
    const config = JSON.parse(await skopeo('inspect', '--config', `oci:${folder}:image`)) as Config;
    await outputOf('umoci', ['unpack', '--rootless', `--image=${folder}:image`, `${folder}/unpacked`], place);
    const file = path.join(await realpath(folder), 'unpacked/rootfs', programFile);
    const found = await realpath(file).catch(() => undefined);
    const program = found === file ? await readFile(file) : undefined;
    return { architecture: config.architecture, labels: config.config?.Labels ?? {}, program };
  }

  return {
    name,

    /** What a tag names; undefined when it names nothing. */
    async digestOf(tag: string): Promise<string | undefined> {
      const asked = skopeo('inspect', '--no-tags', '--format={{.Digest}}', `docker://${name}:${tag}`);
      return asked.catch((error: unknown) => {
        // The protocol's word for a tag that is not there, which skopeo hands on.
        if (String(error).includes('manifest unknown')) return undefined;
        throw error;
      });
    },

    async build(digest: string, architecture: string): Promise<Build> {
      const folder = await mkdtemp(path.join(tmpdir(), 'ecs-cd-image-'));
      try {
        return await unpack(digest, architecture, folder);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },

    /** Gives the image of all architectures, with its attestations, one more tag; its digest stays. */
    async tag(digest: string, tag: string): Promise<void> {
      const images = [`docker://${name}@${digest}`, `docker://${name}:${tag}`];
      await skopeo('copy', '--quiet', '--all', '--preserve-digests', ...images);
    },
  };
}
