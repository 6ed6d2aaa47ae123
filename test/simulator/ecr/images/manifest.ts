import { createHash } from 'node:crypto';
import { awsError } from '../../api';

const imageTypes = [
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
];
const indexTypes = [
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.index.v1+json',
];

interface Descriptor {
  readonly digest: string;
  readonly mediaType?: string;
}

/** What a repository must hold before it takes the manifest. */
export interface References {
  readonly layers: readonly string[];
  readonly images: readonly string[];
}

export const digestOf = (bytes: Uint8Array | string): string =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

export const isDigest = (text: string): boolean => /^sha256:[0-9a-f]{64}$/.test(text);

/** The config counts as a layer, as ECR counts it (field report: oras-py 54). */
export function referencesOf(manifest: string, mediaType: string): References {
  const content = parsed(manifest);
  if (content.mediaType !== undefined && content.mediaType !== mediaType) throw invalid();
  if (imageTypes.includes(mediaType)) {
    const config = descriptorsOf([content.config]);
    return { layers: [...config, ...descriptorsOf(content.layers, isPushed)], images: [] };
  }
  if (indexTypes.includes(mediaType)) return { layers: [], images: descriptorsOf(content.manifests) };
  throw invalid();
}

/** Layers of Windows base images stay where their URLs say: nobody pushes them. (OCI image specification) */
const isPushed = ({ mediaType = '' }: Descriptor) => !/\.foreign\.|\.nondistributable\./.test(mediaType);

/** What the image takes up, as its manifest tells it. */
export function sizeOf(manifest: string): number {
  const { config, layers = [] } = JSON.parse(manifest) as Sized;
  return [config, ...layers].reduce((total, part) => total + (part?.size ?? 0), 0);
}

interface Sized {
  readonly config?: { readonly size: number };
  readonly layers?: readonly { readonly size: number }[];
}

/** For whoever puts a manifest without saying what it is. */
export function mediaTypeOf(manifest: string): string {
  const { mediaType } = parsed(manifest);
  if (typeof mediaType !== 'string') throw invalid();
  return mediaType;
}

function parsed(manifest: string): Readonly<Record<string, unknown>> {
  try {
    const content: unknown = JSON.parse(manifest);
    if (typeof content === 'object' && content !== null) return { ...content };
  } catch {
    // Not JSON: refused like any other manifest that is none.
  }
  throw invalid();
}

function descriptorsOf(list: unknown, counts: (one: Descriptor) => boolean = () => true): readonly string[] {
  if (!Array.isArray(list) || !list.every(isDescriptor)) throw invalid();
  return list.filter(counts).map(({ digest }) => digest);
}

const isDescriptor = (value: unknown): value is Descriptor =>
  typeof value === 'object' &&
  value !== null &&
  'digest' in value &&
  typeof value.digest === 'string' &&
  isDigest(value.digest);

/** (inference) */
const invalid = () =>
  awsError(
    'InvalidParameterException',
    "Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Invalid JSON syntax'",
  );
