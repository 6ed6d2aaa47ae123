import type { Asset } from './assets';

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
