import type {
  Image,
  ImageDetail,
  ImageIdentifier,
  ImageStatus,
  Repository as EcrRepository,
} from '@aws-sdk/client-ecr';
import type { Setting } from '../api';
import { tagsOf, type ImageName, type Repository, type StoredImage } from './image-store';
import { referencesOf, sizeOf } from './images/manifest';

/** What ECR's API says about the things of the store. */
export function repositoryOf(setting: Setting, repository: Repository): EcrRepository {
  const { accountId, region } = setting;
  const { name, createdAt, tagRules } = repository;
  const { mutability, exclusionFilters } = tagRules;
  return {
    repositoryArn: `arn:aws:ecr:${region}:${accountId}:repository/${name}`,
    registryId: accountId,
    repositoryName: name,
    repositoryUri: `${setting.registry()}/${name}`,
    createdAt,
    imageTagMutability: mutability,
    ...(exclusionFilters.length > 0 ? { imageTagMutabilityExclusionFilters: [...exclusionFilters] } : {}),
    imageScanningConfiguration: { scanOnPush: false },
    encryptionConfiguration: { encryptionType: 'AES256' },
  };
}

export function imageOf(
  { accountId }: Setting,
  repository: Repository,
  { digest, manifest, mediaType }: StoredImage,
  tag: string | undefined,
): Image {
  return {
    registryId: accountId,
    repositoryName: repository.name,
    imageId: { imageDigest: digest, ...(tag === undefined ? {} : { imageTag: tag }) },
    imageManifest: manifest,
    imageManifestMediaType: mediaType,
  };
}

export function detailOf(
  { accountId }: Setting,
  { name, digestByTag, images }: Repository,
  { digest, manifest, mediaType, pushedAt }: StoredImage,
  imageStatus: ImageStatus = 'ACTIVE',
): ImageDetail {
  const imageTags = [...tagsOf(digestByTag, digest)];
  return {
    registryId: accountId,
    repositoryName: name,
    imageDigest: digest,
    ...(imageTags.length > 0 ? { imageTags } : {}),
    // (AWS docs) of an index: that of the largest image in it.
    imageSizeInBytes: Math.max(
      sizeOf(manifest),
      ...referencesOf(manifest, mediaType).images.map((one) => sizeOf(images.get(one)?.manifest ?? '{}')),
    ),
    imagePushedAt: pushedAt,
    imageManifestMediaType: mediaType,
    imageStatus,
  };
}

export const nameOf = ({ imageTag, imageDigest }: ImageIdentifier): ImageName => ({
  tag: imageTag,
  digest: imageDigest,
});
