import type {
  BatchDeleteImageRequest,
  BatchDeleteImageResponse,
  BatchGetImageRequest,
  BatchGetImageResponse,
  CreateRepositoryRequest,
  CreateRepositoryResponse,
  DescribeImagesRequest,
  DescribeImagesResponse,
  DescribeRepositoriesRequest,
  DescribeRepositoriesResponse,
  GetAuthorizationTokenResponse,
  GetDownloadUrlForLayerRequest,
  GetDownloadUrlForLayerResponse,
  ImageFailure,
  ImageIdentifier,
  PutImageRequest,
  PutImageResponse,
} from '@aws-sdk/client-ecr';
import type { Api, CallContext, Setting } from '../api';
import type { AuthorizationTokens } from '../registry/authorization-tokens';
import { imageOf, nameOf, repositoryOf, detailOf } from './ecr-shapes';
import type { ImageStore } from './image-store';
import type { LayerDownloads } from '../registry/layer-downloads';
import { isDigest, mediaTypeOf } from './images/manifest';
import { pageOf } from '../ecs/page';
import { refusals } from './refusals';

interface Parts {
  readonly setting: Setting;
  readonly store: ImageStore;
  readonly tokens: AuthorizationTokens;
  readonly downloads: LayerDownloads;
}

interface Addressed {
  readonly registryId?: string | undefined;
  readonly repositoryName?: string | undefined;
}

/** ECR's API over the same store that the registry pushes into. */
export function ecrOperations({ setting, store, tokens, downloads }: Parts): Api['operations'] {
  const { accountId, region } = setting;
  const refused = refusals(accountId);

  /** The repository's name, once it is clear that it is one of ours. */
  function named(operation: string, { caller }: CallContext, { registryId, repositoryName = '' }: Addressed) {
    if (registryId !== undefined && registryId !== accountId) {
      const arn = `arn:aws:ecr:${region}:${registryId}:repository/${repositoryName}`;
      throw refused.accessDenied(caller, operation, arn);
    }
    return store.repository(repositoryName);
  }

  return {
    GetAuthorizationToken(_: never, { caller }): GetAuthorizationTokenResponse {
      const { password, expiresAt } = tokens.issue(caller);
      const authorizationToken = Buffer.from(`AWS:${password}`).toString('base64');
      return {
        authorizationData: [{ authorizationToken, expiresAt, proxyEndpoint: `http://${setting.registry()}` }],
      };
    },

    CreateRepository(input: CreateRepositoryRequest): CreateRepositoryResponse {
      const { repositoryName = '', imageTagMutability, imageTagMutabilityExclusionFilters } = input;
      store.createRepository(repositoryName, imageTagMutability, imageTagMutabilityExclusionFilters);
      return { repository: repositoryOf(setting, store.repository(repositoryName)) };
    },

    DescribeRepositories(input: DescribeRepositoriesRequest, context): DescribeRepositoriesResponse {
      const { registryId, repositoryNames } = input;
      const repositories = repositoryNames
        ? repositoryNames.map((repositoryName) =>
            named('DescribeRepositories', context, { registryId, repositoryName }),
          )
        : store.repositories();
      return { repositories: repositories.map((repository) => repositoryOf(setting, repository)) };
    },

    BatchGetImage(input: BatchGetImageRequest, context): BatchGetImageResponse {
      const repository = named('BatchGetImage', context, input);
      const { imageIds = [], acceptedMediaTypes } = input;
      const found = imageIds.map((imageId) => ({
        imageId,
        image: store.image(repository.name, nameOf(imageId)),
      }));
      // That an image of another type counts as not found is an inference.
      const isAnswered = ({ image }: (typeof found)[number]) =>
        image !== undefined && (acceptedMediaTypes?.includes(image.mediaType) ?? true);
      return {
        images: found.flatMap(({ imageId, image }) =>
          image && isAnswered({ imageId, image })
            ? [imageOf(setting, repository, image, imageId.imageTag)]
            : [],
        ),
        failures: found.filter((one) => !isAnswered(one)).map(({ imageId }) => failureOf(imageId)),
      };
    },

    DescribeImages(input: DescribeImagesRequest, context): DescribeImagesResponse {
      const repository = named('DescribeImages', context, input);
      const { imageIds, filter: { imageStatus: wanted = 'ACTIVE' } = {}, maxResults, nextToken } = input;
      const images = imageIds
        ? imageIds.map((imageId) => {
            const image = store.storedImage(repository.name, nameOf(imageId));
            if (!image) throw refused.imageUnknown(repository.name, nameOf(imageId));
            return image;
          })
        : [...repository.images.values()];
      const shown = images.filter((image) => wanted === 'ANY' || store.statusOf(image) === wanted);
      // That one which is not in this state counts as unknown is an inference.
      if (imageIds && shown.length < images.length)
        throw refused.imageUnknown(repository.name, nameOf(imageIds[0] ?? {}));
      const { page, ...next } = pageOf(shown, nextToken, maxResults ?? 100);
      const details = page.map((image) => detailOf(setting, repository, image, store.statusOf(image)));
      return { imageDetails: details, ...next };
    },

    PutImage(input: PutImageRequest, context): PutImageResponse {
      const repository = named('PutImage', context, input);
      const { imageManifest = '', imageManifestMediaType, imageTag, imageDigest } = input;
      const mediaType = imageManifestMediaType ?? mediaTypeOf(imageManifest);
      const name = { tag: imageTag, digest: imageDigest };
      const image = store.putImage(repository.name, { ...name, manifest: imageManifest, mediaType });
      return { image: imageOf(setting, repository, image, imageTag) };
    },

    BatchDeleteImage(input: BatchDeleteImageRequest, context): BatchDeleteImageResponse {
      const repository = named('BatchDeleteImage', context, input);
      const imageIds: ImageIdentifier[] = [];
      const failures: ImageFailure[] = [];
      for (const imageId of input.imageIds ?? []) {
        const image = store.image(repository.name, nameOf(imageId));
        if (image) imageIds.push({ ...imageId, imageDigest: image.digest });
        else failures.push(failureOf(imageId));
        store.deleteImage(repository.name, nameOf(imageId));
      }
      return { imageIds, failures };
    },

    GetDownloadUrlForLayer(input: GetDownloadUrlForLayerRequest, context): GetDownloadUrlForLayerResponse {
      const { name, layers } = named('GetDownloadUrlForLayer', context, input);
      const { layerDigest = '' } = input;
      const layer = layers.get(layerDigest);
      if (!layer) throw refused.layerUnknown(name, layerDigest);
      return { downloadUrl: downloads.urlOf(layer), layerDigest };
    },
  };
}

/** (AWS docs) */
function failureOf(imageId: ImageIdentifier): ImageFailure {
  const { imageDigest, imageTag } = imageId;
  if (imageDigest === undefined && imageTag === undefined)
    return {
      imageId,
      failureCode: 'MissingDigestAndTag',
      failureReason: 'Invalid request parameters: both tag and digest cannot be null',
    };
  if (imageDigest !== undefined && !isDigest(imageDigest))
    return {
      imageId,
      failureCode: 'InvalidImageDigest',
      failureReason:
        "Invalid request parameters: image digest should satisfy the regex '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'",
    };
  return { imageId, failureCode: 'ImageNotFound', failureReason: 'Requested image not found' };
}
