import type { ImageStatus, ImageTagMutability, ImageTagMutabilityExclusionFilter } from '@aws-sdk/client-ecr';
import { awsError, type Setting } from '../api';
import { digestOf, referencesOf } from './images/manifest';
import { refusals } from './refusals';
import { tagMayMove, type TagRules } from './tag-mutability';

export interface Repository {
  readonly name: string;
  readonly createdAt: Date;
  readonly tagRules: TagRules;
  readonly layers: Map<string, Buffer>;
  readonly images: Map<string, StoredImage>;
  readonly digestByTag: Map<string, string>;
  lifecyclePolicy?: string;
}

export interface StoredImage {
  readonly digest: string;
  readonly mediaType: string;
  readonly manifest: string;
  readonly pushedAt: Date;
  /** When it is back; undefined while nobody brings it back. */
  archive?: { readonly backAt?: number };
}

/** (AWS docs) up to 20 minutes. */
const restoreMs = 600_000;

/** A tag, a digest, or both; then they must agree. */
export interface ImageName {
  readonly tag?: string | undefined;
  readonly digest?: string | undefined;
}

export interface NewImage extends ImageName {
  readonly manifest: string;
  readonly mediaType: string;
}

export type ImageStore = ReturnType<typeof imageStore>;

/** The account's repositories, as ECR's API and the registry both see them. Refuses in ECR's words. */
export function imageStore({ accountId, clock }: Pick<Setting, 'accountId' | 'clock'>) {
  const repositories = new Map<string, Repository>();
  const refused = refusals(accountId);
  /** The prefixes of creation templates that apply to a push. */
  const onPush: string[] = [];

  function repositoryNamed(name: string): Repository {
    const repository = repositories.get(name);
    if (!repository) throw refused.repositoryUnknown(name);
    return repository;
  }

  function storedImage(name: string, { tag, digest }: ImageName): StoredImage | undefined {
    const { images, digestByTag } = repositoryNamed(name);
    const tagged = tag === undefined ? digest : digestByTag.get(tag);
    if (tagged === undefined || (digest !== undefined && digest !== tagged)) return undefined;
    return images.get(tagged);
  }

  function statusOf({ archive }: StoredImage): ImageStatus {
    if (!archive) return 'ACTIVE';
    if (archive.backAt === undefined) return 'ARCHIVED';
    return clock.now() < archive.backAt ? 'ACTIVATING' : 'ACTIVE';
  }

  function checkReferences(repository: Repository, { manifest, mediaType }: NewImage) {
    const { layers, images } = referencesOf(manifest, mediaType);
    const missingLayers = layers.filter((digest) => !repository.layers.has(digest));
    if (missingLayers.length > 0) throw refused.layersMissing(repository.name, missingLayers);
    const missingImages = images.filter((digest) => !repository.images.has(digest));
    if (missingImages.length > 0) throw refused.imagesMissing(repository.name, missingImages);
  }

  return {
    repositories: (): readonly Repository[] => [...repositories.values()],
    repository: repositoryNamed,

    createRepository(
      name: string,
      mutability: ImageTagMutability = 'MUTABLE',
      exclusionFilters: readonly ImageTagMutabilityExclusionFilter[] = [],
    ): Repository {
      if (repositories.has(name)) throw refused.repositoryExists(name);
      const repository: Repository = {
        name,
        createdAt: new Date(clock.now()),
        tagRules: { mutability, exclusionFilters },
        layers: new Map(),
        images: new Map(),
        digestByTag: new Map(),
      };
      repositories.set(name, repository);
      return repository;
    },

    /** The layer's digest. */
    addLayer(name: string, bytes: Buffer): string {
      const digest = digestOf(bytes);
      repositoryNamed(name).layers.set(digest, bytes);
      return digest;
    },

    /** Whether the other repository had that layer to share. */
    mountLayer(name: string, { from, digest }: { from: string; digest: string }): boolean {
      const bytes = repositories.get(from)?.layers.get(digest);
      if (bytes) repositoryNamed(name).layers.set(digest, bytes);
      return bytes !== undefined;
    },

    /** What can be pulled. */
    image(name: string, imageName: ImageName): StoredImage | undefined {
      const image = storedImage(name, imageName);
      return image && statusOf(image) === 'ACTIVE' ? image : undefined;
    },

    storedImage,
    statusOf,

    archive(name: string, imageName: ImageName): void {
      const image = storedImage(name, imageName);
      if (!image) throw refused.imageUnknown(name, imageName);
      image.archive = {};
    },

    restore(name: string, imageName: ImageName): void {
      const image = storedImage(name, imageName);
      if (!image) throw refused.imageUnknown(name, imageName);
      image.archive = { backAt: clock.now() + restoreMs };
    },

    createOnPush(prefixes: readonly string[]): void {
      onPush.splice(0, onPush.length, ...prefixes);
    },
    onPush: (): readonly string[] => onPush,
    /** What the registry does with a push to a repository that is not there. */
    provide(name: string): void {
      const isMade = onPush.some((prefix) => prefix === 'ROOT' || name.startsWith(`${prefix}/`));
      if (isMade && !repositories.has(name)) this.createRepository(name);
    },

    putImage(name: string, image: NewImage): StoredImage {
      const repository = repositoryNamed(name);
      const digest = digestOf(image.manifest);
      if (image.digest !== undefined && image.digest !== digest)
        throw awsError(
          'ImageDigestDoesNotMatchException',
          `The provided digest '${image.digest}' does not match the digest of the image manifest '${digest}'`,
        );
      checkReferences(repository, image);
      const { tag } = image;
      const taggedDigest = tag === undefined ? undefined : repository.digestByTag.get(tag);
      // Also for the digest that the tag has already (field report: containers-roadmap 2179, build-push-action 1042).
      if (tag !== undefined && taggedDigest !== undefined && !tagMayMove(tag, repository.tagRules))
        throw refused.tagImmutable(name, tag);
      const stored = repository.images.get(digest);
      if (stored && (tag === undefined || taggedDigest === digest))
        throw refused.imageExists(name, digest, tag);
      const { manifest, mediaType } = image;
      const added = stored ?? { digest, mediaType, manifest, pushedAt: new Date(clock.now()) };
      repository.images.set(digest, added);
      if (tag !== undefined) repository.digestByTag.set(tag, digest);
      return added;
    },

    /** A tag goes alone while the image has others; with the last tag goes the image (AWS docs). */
    deleteImage(name: string, { tag, digest }: ImageName): void {
      const { images, digestByTag } = repositoryNamed(name);
      const doomed = tag === undefined ? digest : digestByTag.get(tag);
      if (tag !== undefined) digestByTag.delete(tag);
      if (doomed === undefined) return;
      const tags = tagsOf(digestByTag, doomed);
      if (tag !== undefined && tags.length > 0) return;
      tags.forEach((other) => digestByTag.delete(other));
      images.delete(doomed);
    },
  };
}

export function tagsOf(digestByTag: ReadonlyMap<string, string>, digest: string): readonly string[] {
  return [...digestByTag].filter(([, tagged]) => tagged === digest).map(([tag]) => tag);
}
