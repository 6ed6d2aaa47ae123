import { gzipSync } from 'node:zlib';
import { digestOf } from './manifest';

export interface SmallImageOptions {
  /** The commit, as the label `org.opencontainers.image.revision`. */
  readonly revision?: string;
  readonly architecture?: string;
  /** A tar archive; empty unless given. */
  readonly rootFs?: Buffer;
  /** `NAME=value` */
  readonly environment?: readonly string[];
  /** In place of the configuration. */
  readonly configText?: string;
  /** In place of the type of an image's configuration: what is pushed is something else then. */
  readonly configType?: string;
  readonly artifactType?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface SmallImage {
  readonly mediaType: string;
  readonly manifest: string;
  /** Config first. */
  readonly blobs: readonly Buffer[];
}

// Two empty records are a whole tar archive.
const emptyTar = Buffer.alloc(1_024);

/** The smallest image that an engine pulls without complaint: one layer. The same options give the same digest. */
export function smallImage(options: SmallImageOptions): SmallImage {
  const { revision, architecture = 'amd64', rootFs = emptyTar, environment, labels } = options;
  // In the form that engines expect, but not squeezed: on the loopback the time would be lost.
  const layer = gzipSync(rootFs, { level: 0 });
  const config = Buffer.from(
    options.configText ??
      JSON.stringify({
        architecture,
        os: 'linux',
        config: {
          Cmd: ['/nothing'],
          ...(environment ? { Env: environment } : {}),
          Labels: {
            ...labels,
            ...(revision === undefined ? {} : { 'org.opencontainers.image.revision': revision }),
          },
        },
        rootfs: { type: 'layers', diff_ids: [digestOf(rootFs)] },
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
    ...(options.artifactType === undefined ? {} : { artifactType: options.artifactType }),
    config: {
      ...descriptor(config, 'container.image.v1+json'),
      ...(options.configType === undefined ? {} : { mediaType: options.configType }),
    },
    layers: [descriptor(layer, 'image.rootfs.diff.tar.gzip')],
  });
  return { mediaType, manifest, blobs: [config, layer] };
}
