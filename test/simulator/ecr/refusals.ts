import { awsError } from '../api';
import { errorTexts } from '../texts';
import type { ImageName } from './image-store';

/** ECR's own texts, one place each; from field reports unless marked. */
export function refusals(accountId: string) {
  const inRegistry = `in the registry with id '${accountId}'`;
  const list = (digests: readonly string[]) => `'[${digests.join(', ')}]'`;
  return {
    repositoryUnknown: (name: string) =>
      awsError(
        'RepositoryNotFoundException',
        `The repository with name '${name}' does not exist ${inRegistry}`,
      ),
    repositoryExists: (name: string) =>
      awsError(
        'RepositoryAlreadyExistsException',
        `The repository with name '${name}' already exists ${inRegistry}`,
      ),
    imageUnknown: (name: string, { digest, tag }: ImageName) =>
      awsError(
        'ImageNotFoundException',
        `The image with imageId {imageDigest:'${digest ?? 'null'}', imageTag:'${tag ?? 'null'}'} does not exist ` +
          `within the repository with name '${name}' ${inRegistry}`,
      ),
    imageExists: (name: string, digest: string, tag: string | undefined) =>
      awsError(
        'ImageAlreadyExistsException',
        `Image with digest '${digest}' and tag '${tag ?? 'null'}' already exists in the repository with name ` +
          `'${name}' in registry with id '${accountId}'`,
      ),
    tagImmutable: (name: string, tag: string) =>
      awsError(
        'ImageTagAlreadyExistsException',
        `The image tag '${tag}' already exists in the '${name}' repository and cannot be overwritten because ` +
          'the tag is immutable.',
      ),
    layersMissing: (name: string, digests: readonly string[]) =>
      awsError(
        'LayersNotFoundException',
        `Layers with digests ${list(digests)} required for pushing image into repository with name '${name}' ` +
          `${inRegistry} do not exist`,
      ),
    /** (inference: the sentence about layers, said of images) */
    imagesMissing: (name: string, digests: readonly string[]) =>
      awsError(
        'ReferencedImagesNotFoundException',
        `Images with digests ${list(digests)} required for pushing image into repository with name '${name}' ` +
          `${inRegistry} do not exist`,
      ),
    layerUnknown: (name: string, digest: string) =>
      awsError(
        'LayersNotFoundException',
        `The layer with digest '${digest}' does not exist within the repository with name '${name}' ${inRegistry}`,
      ),
    accessDenied: (caller: string, action: string, resource: string) =>
      awsError('AccessDeniedException', errorTexts.accessDenied(caller, `ecr:${action}`, resource)),
  };
}
