import { EcsCdError } from '../errors';

/** The media types of an image that can be run, of one platform and of several. */
export const imageMediaTypes = [
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.index.v1+json',
];

/**
 * What Docker pulls as an image by the type of its configuration. Old registries and builders wrote the last four, so they
 * stand for nothing else. (its source, ImageTypes)
 */
const imageConfigTypes = [
  'application/vnd.docker.container.image.v1+json',
  'application/vnd.oci.image.config.v1+json',
  'application/octet-stream',
  'application/json',
  'text/html',
  '',
];

export const commitLabel = 'org.opencontainers.image.revision';

/** Far more than a commit has; a label may be as long as somebody likes. */
const longestLabel = 100;

type Fields = Readonly<Record<string, unknown>>;

const noFields: Fields = {};

/** Whoever pushes an image may call anything its manifest or configuration: no registry looks into it. */
function fieldsIn(text: string): Fields {
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    return noFields;
  }
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : noFields;
}

/** What an index lists; undefined for the manifest of one image. */
function listedIn(manifestText: string): readonly Fields[] | undefined {
  const { manifests } = fieldsIn(manifestText);
  return Array.isArray(manifests) ? manifests.map(fieldsOf) : undefined;
}

function digestIn(descriptor: unknown): string | undefined {
  const { digest } = fieldsOf(descriptor);
  return typeof digest === 'string' ? digest : undefined;
}

export interface EcrManifest {
  readonly digest: string;
  readonly manifest: string;
}

/** Of the configuration of an image, the labels among it; undefined for an index, and for what is no image. */
export function configDigestIn(manifestText: string): string | undefined {
  return digestIn(fieldsIn(manifestText)['config']);
}

/**
 * What a manifest says it is, where that is not a runnable image: a chart, a signature, a build cache. Registries keep
 * them under tags like any image.
 */
export function artifactIn(manifestText: string): string | undefined {
  const { artifactType, config } = fieldsIn(manifestText);
  if (typeof artifactType === 'string' && artifactType !== '') return artifactType;
  const typeOf = ({ mediaType }: Fields) => (typeof mediaType === 'string' ? mediaType : '');
  const listed = listedIn(manifestText)?.map(typeOf);
  // BuildKit keeps a cache as an index of layers.
  if (listed) return listed.find((type) => type !== '' && !imageMediaTypes.includes(type));
  const type = typeOf(fieldsOf(config));
  return imageConfigTypes.includes(type) ? undefined : type;
}

function isAttestation({ annotations, platform }: Fields): boolean {
  return (
    fieldsOf(annotations)['vnd.docker.reference.type'] === 'attestation-manifest' ||
    fieldsOf(platform)['os'] === 'unknown'
  );
}

/** The commit in an image's configuration; undefined when it carries none. */
export function commitInConfig(configText: string): string | undefined {
  const label = fieldsOf(fieldsOf(fieldsIn(configText)['config'])['Labels'])[commitLabel];
  if (typeof label !== 'string' || label === '') return undefined;
  return label.length > longestLabel ? `${label.slice(0, longestLabel)}…` : label;
}

/** In the words of the OCI image specification: `linux`, `amd64`. */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
}

export const platformNameOf = ({ os, architecture }: Platform) => `${os}/${architecture}`;

/** The platforms that an index lists, none where it leaves one open; undefined for the manifest of one image, whose platform is in its configuration. */
export function listedPlatformsOf(manifestText: string): readonly Platform[] | undefined {
  const listed = listedIn(manifestText)
    ?.filter((one) => !isAttestation(one))
    .map(({ platform }) => platformOf(fieldsOf(platform)));
  // Whoever pulls looks into an image without a platform, and may find it to be the right one.
  return listed?.includes(undefined) ? [] : listed?.filter((one) => one !== undefined);
}

/** The images that an index lists, each with its platform, but for the attestations; or the image itself. */
export function platformImagesIn({ digest, manifest }: EcrManifest) {
  const listed = listedIn(manifest)?.filter((one) => !isAttestation(one));
  return (listed ?? [{ digest }]).map((one: Fields) => {
    const platform = Object.values(platformOf(fieldsOf(one['platform'])) ?? {}).join('/');
    return { digest: digestIn(one) ?? '', platform };
  });
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

function platformOf({ os, architecture }: Fields): Platform | undefined {
  if (typeof os !== 'string' || typeof architecture !== 'string' || !os || !architecture) return undefined;
  const name = architecture.toLowerCase();
  return { os: os.toLowerCase(), architecture: usualNames[name] ?? name };
}

/** The platform in an image's configuration; undefined when it names none. */
export function platformInConfig(configText: string): Platform | undefined {
  const config = fieldsIn(configText);
  if (config === noFields) {
    throw new EcsCdError('rejected', 'what the image has for its configuration is no JSON object', {
      fix: 'build the image again',
    });
  }
  return platformOf({ os: 'linux', ...config });
}

/** Every digest that a running task may report for an image: its own, and those that it lists if it is an index. */
export function imageDigestsOf({ digest, manifest }: EcrManifest): string[] {
  return [digest, ...(listedIn(manifest) ?? []).flatMap((one) => digestIn(one) ?? [])];
}
