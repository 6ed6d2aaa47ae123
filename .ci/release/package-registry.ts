/** The files of one version of the project, as GitLab's generic package registry keeps them. */
export interface PackageRegistry {
  /** A file that is there already with the same bytes stays; with others it is refused. */
  upload(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<'uploaded' | 'there'>;
}

interface Place {
  /** `$CI_API_V4_URL/projects/$CI_PROJECT_ID/packages/generic/NAME/VERSION` */
  readonly url: string;
  readonly jobToken: string;
}

export function packageRegistryOf({ url, jobToken }: Place): PackageRegistry {
  const headers = { 'JOB-TOKEN': jobToken };
  return {
    async upload(name, bytes) {
      const file = `${url}/${name}`;
      const existing = await fetch(file, { headers });
      if (existing.ok) {
        if (Buffer.from(await existing.arrayBuffer()).equals(bytes)) return 'there';
        throw new Error(`${file} is there already, with other content: a version is released once`);
      }
      if (existing.status !== 404) throw new Error(`${file}: GitLab answers ${existing.status}`);
      const { ok, status } = await fetch(file, { method: 'PUT', headers, body: bytes });
      if (!ok) throw new Error(`${file}: GitLab answers ${status} to the upload`);
      return 'uploaded';
    },
  };
}
