import { gzipSync } from 'node:zlib';
import { digestOf } from './manifest';

export interface SmallImageOptions {
  /** The commit, as the label `org.opencontainers.image.revision`. */
  readonly revision?: string;
  readonly architecture?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface SmallImage {
  readonly mediaType: string;
  readonly manifest: string;
  /** Config first. */
  readonly blobs: readonly Buffer[];
}

/** The smallest image that an engine pulls without complaint: one empty layer. The same options give the same digest. */
export function smallImage({ revision, architecture = 'amd64', labels }: SmallImageOptions): SmallImage {
  // Two empty records are a whole tar archive.
  const tar = Buffer.alloc(1_024);
  const layer = gzipSync(tar);
  const config = Buffer.from(
    JSON.stringify({
      architecture,
      os: 'linux',
      config: {
        Cmd: ['/nothing'],
        Labels: {
          ...labels,
          ...(revision === undefined ? {} : { 'org.opencontainers.image.revision': revision }),
        },
      },
      rootfs: { type: 'layers', diff_ids: [digestOf(tar)] },
      history: [{ created_by: 'nothing' }],
    }),
  );
  const mediaType = 'application/vnd.docker.distribution.manifest.v2+json';
  const descriptor = (bytes: Buffer, type: string) => ({
    mediaType: `application/vnd.docker.${type}`,
    size: bytes.length,
    digest: digestOf(bytes),
  });
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType,
    config: descriptor(config, 'container.image.v1+json'),
    layers: [descriptor(layer, 'image.rootfs.diff.tar.gzip')],
  });
  return { mediaType, manifest, blobs: [config, layer] };
}
