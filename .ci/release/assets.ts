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

/** `$CI_API_V4_URL/projects/$CI_PROJECT_ID/packages/generic/NAME/VERSION`, GitLab's generic package registry. */
interface PackageRegistry {
  readonly url: string;
  readonly jobToken: string;
}

/** A file that is there already with the same bytes stays; with others it is refused. */
export async function uploadPackage(
  { name, bytes }: Asset,
  { url, jobToken }: PackageRegistry,
): Promise<'uploaded' | 'there'> {
  const file = `${url}/${name}`;
  const headers = { 'JOB-TOKEN': jobToken };
  const existing = await fetch(file, { headers });
  if (existing.ok) {
    if (Buffer.from(await existing.arrayBuffer()).equals(bytes)) return 'there';
    throw new Error(`${file} is there already, with other content: a version is released once`);
  }
  if (existing.status !== 404) throw new Error(`${file}: GitLab answers ${existing.status}`);
  const { ok, status } = await fetch(file, { method: 'PUT', headers, body: bytes });
  if (!ok) throw new Error(`${file}: GitLab answers ${status} to the upload`);
  return 'uploaded';
}
