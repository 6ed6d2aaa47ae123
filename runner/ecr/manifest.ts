import { EcsCdError } from '../errors';

/** The media types of an image that can be run, of one platform and of several. */
export const imageMediaTypes = [
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.index.v1+json',
];

export const commitLabel = 'org.opencontainers.image.revision';

interface Descriptor {
  readonly mediaType?: string;
  readonly digest?: string;
  readonly platform?: { readonly os?: string; readonly architecture?: string };
  readonly annotations?: Readonly<Record<string, string>>;
}

interface Manifest {
  readonly config?: Descriptor;
  readonly manifests?: readonly Descriptor[];
}

/** Where an image keeps its configuration, the labels among it. */
export type ConfigPlace =
  | { readonly kind: 'config'; readonly digest: string }
  /** In another manifest: this one only lists the image of each platform. */
  | { readonly kind: 'manifest'; readonly digest: string }
  /** Nowhere: it is no container image. */
  | { readonly kind: 'none' };

export function configPlaceOf(manifestText: string): ConfigPlace {
  const { config, manifests } = JSON.parse(manifestText) as Manifest;
  if (config?.digest !== undefined) return { kind: 'config', digest: config.digest };
  // One commit builds the images of all platforms. BuildKit lists its attestations beside them.
  const first = manifests?.find((one) => !isAttestation(one))?.digest;
  return first === undefined ? { kind: 'none' } : { kind: 'manifest', digest: first };
}

function isAttestation({ annotations, platform }: Descriptor): boolean {
  return annotations?.['vnd.docker.reference.type'] === 'attestation-manifest' || platform?.os === 'unknown';
}

/** The commit in an image's configuration; undefined when it carries none. */
export function commitInConfig(configText: string): string | undefined {
  const { config } = configOf(configText) as {
    readonly config?: { readonly Labels?: Readonly<Record<string, string>> | null };
  };
  return config?.Labels?.[commitLabel] || undefined;
}

/** In the words of the OCI image specification: `linux`, `amd64`. */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
}

/** Whoever pushes an image may call anything its configuration: no registry looks into it. */
function configOf(text: string): object {
  try {
    const config = JSON.parse(text) as unknown;
    if (typeof config === 'object' && config !== null) return config;
  } catch {
    // Told below.
  }
  throw new EcsCdError('needs-attention', 'what the image has for its configuration is no JSON object', {
    fix: 'build the image again',
  });
}

/** The platforms that an index lists, none where it leaves one open; undefined for the manifest of one image, whose platform is in its configuration. */
export function listedPlatformsOf(manifestText: string): readonly Platform[] | undefined {
  const { manifests } = JSON.parse(manifestText) as Manifest;
  const listed = manifests
    ?.filter((one) => !isAttestation(one))
    .map(({ platform: { os, architecture } = {} }) => platformOf(os, architecture));
  // Whoever pulls looks into an image without a platform, and may find it to be the right one.
  return listed?.includes(undefined) ? [] : listed?.filter((one) => one !== undefined);
}

/** Other names of architectures, by what containerd takes them for. (its source, normalizeArch in platforms) */
const usualNames: Readonly<Record<string, string>> = {
  i386: '386',
  x86_64: 'amd64',
  'x86-64': 'amd64',
  aarch64: 'arm64',
  armhf: 'arm',
  armel: 'arm',
};

function platformOf(os: unknown, architecture: unknown): Platform | undefined {
  if (typeof os !== 'string' || typeof architecture !== 'string' || !os || !architecture) return undefined;
  const name = architecture.toLowerCase();
  return { os: os.toLowerCase(), architecture: usualNames[name] ?? name };
}

/** The platform in an image's configuration; undefined when it names none. */
export function platformInConfig(configText: string): Platform | undefined {
  const { os = 'linux', architecture } = configOf(configText) as Partial<Platform>;
  return platformOf(os, architecture);
}

/** Every digest that a running task may report for an image: its own, and those that it lists if it is an index. */
export function imageDigestsOf({
  digest,
  manifest,
}: {
  readonly digest: string;
  readonly manifest: string;
}): string[] {
  const { manifests = [] } = JSON.parse(manifest) as Manifest;
  return [digest, ...manifests.flatMap((one) => one.digest ?? [])];
}
