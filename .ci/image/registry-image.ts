/** An image as a registry has it. */
export interface RegistryImage {
  /** Of what the tag names: the index of all platforms, where there is one. */
  readonly digest: string;
  readonly builds: readonly PlatformBuild[];
}

export interface PlatformBuild {
  /** `os/architecture` */
  readonly platform: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Digests, the lowest one first. */
  readonly layers: readonly string[];
}

export interface Manifest {
  /** Of an index. */
  readonly manifests?: readonly {
    readonly digest: string;
    readonly platform?: { readonly os: string; readonly architecture: string };
  }[];
  /** Of an image. */
  readonly config?: { readonly digest: string };
  readonly layers?: readonly { readonly digest: string }[];
}

export interface ImageConfig {
  readonly os: string;
  readonly architecture: string;
  readonly config?: { readonly Labels?: Readonly<Record<string, string>> };
}

/** An index lists the attestations of its images beside them, as images for an unknown platform (BuildKit's docs). */
export function imagesOfIndex({ manifests = [] }: Manifest): readonly string[] {
  return manifests.filter(({ platform }) => platform?.os !== 'unknown').map(({ digest }) => digest);
}

export function buildOf({ os, architecture, config }: ImageConfig, { layers = [] }: Manifest): PlatformBuild {
  return {
    platform: `${os}/${architecture}`,
    labels: config?.Labels ?? {},
    layers: layers.map(({ digest }) => digest),
  };
}
