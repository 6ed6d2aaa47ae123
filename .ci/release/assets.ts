import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

export interface Asset {
  readonly name: string;
  readonly bytes: Buffer<ArrayBuffer>;
  readonly sha256: string;
}

/** The files in dist/ that a release has beside its image: the bundle first, its checksum, and the list of what is in it. */
export async function assetsIn(dist: string, version: string): Promise<readonly [Asset, ...Asset[]]> {
  const asset = async (name: string, file = name): Promise<Asset> => {
    const bytes = await readFile(path.join(dist, file));
    return { name, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
  };
  const bundle = `ecs-cd-${version}.cjs`;
  const list = await asset(`ecs-cd-${version}.cdx.json`, 'ecs-cd.cdx.json');
  return [await asset(bundle), await asset(`${bundle}.sha256`), list];
}
