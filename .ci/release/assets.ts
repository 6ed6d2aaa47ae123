import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

export interface Asset {
  readonly name: string;
  readonly bytes: Buffer<ArrayBuffer>;
  readonly sha256: string;
}

/** The files in `dist/` that a release has beside its image. */
export interface Assets {
  /** The bundle first, then its checksum and the list of what is in it. */
  list(version: string): Promise<readonly [Asset, ...Asset[]]>;
  /** Files for the jobs that come after. */
  leave(texts: Readonly<Record<string, string>>): Promise<void>;
}

export function assetsIn(folder: string): Assets {
  const read = async (name: string, file = name): Promise<Asset> => {
    const bytes = await readFile(path.join(folder, file));
    return { name, bytes, sha256: sha256Of(bytes) };
  };
  return {
    async list(version) {
      const bundle = `ecs-cd-${version}.cjs`;
      return [
        await read(bundle),
        await read(`${bundle}.sha256`),
        await read(`ecs-cd-${version}.cdx.json`, 'ecs-cd.cdx.json'),
      ];
    },
    async leave(texts) {
      await mkdir(folder, { recursive: true });
      for (const [name, text] of Object.entries(texts)) await writeFile(path.join(folder, name), text);
    },
  };
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
