export interface Repository {
  /** REPOSITORY_URL as given: `registry/name`. */
  readonly url: string;
  /** Host and port in front of the name. */
  readonly registry: string;
  /** `team/app`. */
  readonly name: string;
  /** Account and region in an ECR host; undefined for a custom endpoint (AWS_ENDPOINT_URL). */
  readonly registryId?: string;
  readonly region?: string;
}

// The grammar of distribution/reference, which Docker, containerd and ECS share; tried against Docker 20.10.
const part = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const path = `${part}(?:/${part})*`;
const label = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?';
const registry = `(?:localhost(?::\\d+)?|${label}(?:\\.${label})+(?::\\d+)?|${label}:\\d+)`;
const tag = '[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}';
const digest = 'sha256:[a-f0-9]{64}';

const referencePattern = new RegExp(`^(?:(${registry})/)?(${path})(?::(${tag}))?(?:@(${digest}))?$`);
const tagPattern = new RegExp(`^${tag}$`);
const registryPattern = new RegExp(`^${registry}$`);

/** Docker and ECS count everything in front of the tag or the digest (Docker 20.10; AWS docs, ContainerDefinition). */
export const longestNameLength = 255;

/** `[registry/]name[:tag][@digest]`, taken apart as Docker does. */
export function imageReferenceOf(text: string) {
  const match = referencePattern.exec(text);
  if (!match) return undefined;
  const [, host, name = '', imageTag, imageDigest] = match as readonly (string | undefined)[];
  return { registry: host, name, tag: imageTag, digest: imageDigest };
}
export type ImageReference = NonNullable<ReturnType<typeof imageReferenceOf>>;

export function isTag(text: string): boolean {
  return tagPattern.test(text);
}

/** A host that Docker takes for a registry and not for the first part of a name. */
export function isRegistry(text: string): boolean {
  return registryPattern.test(text);
}

/** A name that Docker takes for an image, with or without a registry, without a tag. */
export function isImageName(text: string): boolean {
  const reference = imageReferenceOf(text);
  if (!reference || reference.tag !== undefined || reference.digest !== undefined) return false;
  // Docker 20.10 counts the registry that it adds.
  const home = reference.registry ? '' : reference.name.includes('/') ? 'docker.io/' : 'docker.io/library/';
  // Docker keeps 64 hexadecimal digits for image ids.
  return home.length + text.length <= longestNameLength && !/^[a-f0-9]{64}$/.test(text);
}

/** A repository name that ECR can have: no double separators, unlike Docker (AWS docs, CreateRepository). */
export function isEcrRepositoryName(text: string): boolean {
  const isWellFormed = /^[a-z0-9]+(?:[._-][a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-][a-z0-9]+)*)*$/.test(text);
  return isWellFormed && text.length >= 2 && text.length <= 256;
}

/** The ends of ECR hosts in every partition, also dual-stack (`on.*`); FIPS hosts say so in front of the region. */
const ecrDomains = [
  'amazonaws.com',
  'amazonaws.com.cn',
  'amazonaws.eu',
  'on.aws',
  'on.amazonwebservices.com.cn',
  'on.amazonwebservices.eu',
  'sc2s.sgov.gov',
  'c2s.ic.gov',
  'cloud.adc-e.uk',
  'csp.hci.ic.gov',
];

/** Account and region that an ECR host name carries. */
export function ecrRegistryOf(host: string) {
  const [, registryId, region, domain = ''] =
    /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.([a-z.0-9-]+)$/.exec(host) ?? [];
  return registryId && region && ecrDomains.includes(domain) ? { registryId, region } : undefined;
}

/** The URL of the repository that an ARN names. */
export function ecrUrlOfArn(arn: string): string | undefined {
  const [, region = '', account, name] =
    /^arn:aws[a-z-]*:ecr:([a-z0-9-]+):(\d{12}):repository\/(.+)$/.exec(arn) ?? [];
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return account && name && `${account}.dkr.ecr.${region}.${domain}/${name}`;
}

/** By a digest, which is what a task definition should name (a tag can move between two tasks), or by a tag, which has no colon. */
export function imageByTag({ url }: Repository, tagOrDigest: string): string {
  return `${url}${tagOrDigest.includes(':') ? '@' : ':'}${tagOrDigest}`;
}

/** Whether an image comes from this repository, whatever its tag; one ECR registry has several host names. */
export function isImageOf({ registry: host, name, registryId, region }: Repository, image: string): boolean {
  const reference = imageReferenceOf(image);
  if (reference?.name !== name || reference.registry === undefined) return false;
  if (reference.registry === host) return true;
  const ecr = ecrRegistryOf(reference.registry);
  return ecr !== undefined && ecr.registryId === registryId && ecr.region === region;
}

/** The digests by which images of this repository are named, each once. */
export function ownDigestsIn(images: readonly string[], repository: Repository): readonly string[] {
  const own = images.filter((image) => isImageOf(repository, image));
  return [...new Set(own.flatMap((image) => imageReferenceOf(image)?.digest ?? []))];
}
