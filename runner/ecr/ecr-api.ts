import type { Repository } from '../names/image-reference';
import type { ECRClient } from '@aws-sdk/client-ecr';
import type { Clock } from '../clock';
import { EcsCdError } from '../errors';
import { cancellationOf } from './cancellation';
import { downloaded } from './layer-api';
import { ecrRefusalOf, imageFailureOf } from './ecr-refusal';
import {
  commitInConfig,
  configPlaceOf,
  imageMediaTypes,
  listedPlatformsOf,
  platformInConfig,
  type ConfigPlace,
  type Platform,
} from './manifest';
import { tagMayMove } from './tag-mutability';

/** One Amazon ECR repository, as the flows see it. */
export interface Ecr {
  /** GetAuthorizationToken. `username` is `AWS`. */
  authorization(): Promise<{ readonly username: string; readonly password: string }>;
  /** The image that a tag (or a digest) names now, or undefined when ECR has none. */
  image(tag: string): Promise<EcrImage | undefined>;
  /** `org.opencontainers.image.revision` of that image, or undefined when it carries none. */
  commitOf(image: EcrImage): Promise<string | undefined>;
  /** When and as what these images were pushed, in this order; undefined when ECR has not all of them any more. */
  pushes(digests: readonly string[]): Promise<readonly ImagePush[] | undefined>;
  /** What an image is built for, as its index or its configuration says; empty when it does not say. */
  platformsOf(image: EcrImage, signal: AbortSignal): Promise<readonly Platform[]>;
  /** Whether the repository lets this tag move to another image. */
  tagMayMove(tag: string): Promise<boolean>;
}

export interface EcrImage {
  /** `sha256:...` */
  readonly digest: string;
  readonly mediaType: string;
  /** The manifest's bytes as text. */
  readonly manifest: string;
}

/** What ECR knows of an image that it holds. */
export interface ImagePush {
  /** `sha256:...` */
  readonly digest: string;
  /** The tags that name it now. */
  readonly tags: readonly string[];
  /** Of the first push: the same image pushed again is no other one. */
  readonly pushedAt: Date | undefined;
}

/** `region` is the repository's. Once `interruption` is aborted, every call ends as `cancelled`. */
export function ecrApi(
  client: ECRClient,
  repository: Repository,
  region: string,
  { clock, interruption }: { readonly clock: Clock; readonly interruption?: AbortSignal },
): Ecr {
  const sdk = require('@aws-sdk/client-ecr') as typeof import('@aws-sdk/client-ecr');
  const registry = repository.registryId === undefined ? {} : { registryId: repository.registryId };
  const address = { ...registry, repositoryName: repository.name };
  const options = interruption ? { abortSignal: interruption } : {};

  async function explained<T>(
    operation: string,
    purpose: string,
    send: () => Promise<T>,
    signal = interruption,
  ): Promise<T> {
    try {
      return await send();
    } catch (cause) {
      if (signal?.aborted) throw cancellationOf(signal, `trying to ${purpose}`, cause);
      throw ecrRefusalOf(cause, { operation, purpose, repository, region }) ?? cause;
    }
  }

  async function image(tag: string): Promise<EcrImage | undefined> {
    const isDigest = tag.startsWith('sha256:');
    const reference = `${repository.url}${isDigest ? '@' : ':'}${tag}`;
    const { images = [], failures = [] } = await explained(
      'BatchGetImage',
      `look up ${reference} in ECR`,
      () =>
        client.send(
          new sdk.BatchGetImageCommand({
            ...address,
            imageIds: [isDigest ? { imageDigest: tag } : { imageTag: tag }],
            acceptedMediaTypes: imageMediaTypes,
          }),
          options,
        ),
    );
    const [found] = images;
    const digest = found?.imageId?.imageDigest;
    if (digest !== undefined && found?.imageManifest !== undefined) {
      return { digest, mediaType: found.imageManifestMediaType ?? '', manifest: found.imageManifest };
    }
    const [failure] = failures;
    if (failure?.failureCode === 'ImageNotFound') return undefined;
    // "Not there" is only what ECR says itself.
    throw imageFailureOf(reference, failure?.failureCode ?? 'an empty answer', failure?.failureReason);
  }

  async function configPlaceIn(manifest: string): Promise<ConfigPlace> {
    const place = configPlaceOf(manifest);
    if (place.kind !== 'manifest') return place;
    const listed = await image(place.digest);
    return listed ? configPlaceOf(listed.manifest) : { kind: 'none' };
  }

  /** Each once: the platform and the commit of an image are in the same place. */
  const configs = new Map<string, Promise<string>>();

  function config(layerDigest: string, purpose: string, signal: AbortSignal | undefined): Promise<string> {
    const reading = configs.get(layerDigest) ?? readConfig(layerDigest, purpose, signal);
    configs.set(layerDigest, reading);
    reading.catch(() => configs.delete(layerDigest));
    return reading;
  }

  async function readConfig(layerDigest: string, purpose: string, signal: AbortSignal | undefined) {
    const command = new sdk.GetDownloadUrlForLayerCommand({ ...address, layerDigest });
    const send = () => client.send(command, signal ? { abortSignal: signal } : {});
    const { downloadUrl } = await explained('GetDownloadUrlForLayer', purpose, send, signal);
    return downloaded(downloadUrl ?? '', { purpose, clock, interruption: signal });
  }

  return {
    image,

    async authorization() {
      // Since it is one token for every registry that the caller may use, there is none to name (AWS docs).
      const { authorizationData } = await explained('GetAuthorizationToken', 'log in to ECR', () =>
        client.send(new sdk.GetAuthorizationTokenCommand({}), options),
      );
      const token = Buffer.from(authorizationData?.[0]?.authorizationToken ?? '', 'base64').toString();
      const [, username, password] = /^([^:]+):(.+)$/s.exec(token) ?? [];
      if (username !== undefined && password !== undefined) return { username, password };
      throw new EcsCdError('try-again', 'GetAuthorizationToken answered no user and password', {
        fix: 'run the job again',
      });
    },

    async commitOf({ manifest, digest }) {
      const place = await configPlaceIn(manifest);
      if (place.kind !== 'config') return undefined;
      const purpose = `read the labels of ${repository.url}@${digest}`;
      return commitInConfig(await config(place.digest, purpose, interruption));
    },

    async platformsOf({ manifest, digest }, signal) {
      const listed = listedPlatformsOf(manifest);
      if (listed) return listed;
      const place = configPlaceOf(manifest);
      if (place.kind !== 'config') return [];
      const purpose = `read the platform of ${repository.url}@${digest}`;
      const platform = platformInConfig(await config(place.digest, purpose, signal));
      return platform ? [platform] : [];
    },

    async pushes(digests) {
      try {
        const { imageDetails = [] } = await explained(
          'DescribeImages',
          'see when the images were pushed',
          () =>
            client.send(
              new sdk.DescribeImagesCommand({
                ...address,
                imageIds: digests.map((imageDigest) => ({ imageDigest })),
              }),
              options,
            ),
        );
        return digests.map((digest) => {
          const { imageTags, imagePushedAt } = imageDetails.find((one) => one.imageDigest === digest) ?? {};
          return { digest, tags: imageTags ?? [], pushedAt: imagePushedAt };
        });
      } catch (error) {
        // One that is missing fails the call for all (AWS docs).
        if (isRefusal(error, 'ImageNotFoundException')) return undefined;
        throw error;
      }
    },

    async tagMayMove(tag) {
      const { repositories } = await explained('DescribeRepositories', 'see whether the tag may move', () =>
        client.send(
          new sdk.DescribeRepositoriesCommand({ ...registry, repositoryNames: [repository.name] }),
          options,
        ),
      );
      return tagMayMove(tag, repositories?.[0] ?? {});
    },
  };
}

function isRefusal(error: unknown, name: string): boolean {
  return error instanceof EcsCdError && error.cause instanceof Error && error.cause.name === name;
}
