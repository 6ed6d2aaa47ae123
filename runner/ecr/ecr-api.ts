import type { ECRClient, ImageDetail } from '@aws-sdk/client-ecr';
import { refusalOf, unlessRefused } from '../aws/aws-error';
import { EcsCdError } from '../errors';
import type { Host } from '../host';
import { imageByTag, type Repository } from '../names/image-reference';
import { ecrCallsOf, type EcrCalls } from './ecr-call-api';
import { imageConfigsIn } from './image-config-api';
import { imageFailureOf } from './ecr-refusal';
import { imageMediaTypes } from './manifest';
import { newRepositoryApi, storageApi } from './repository-api';
import { immovableTags, tagMayMove } from './tag-mutability';

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

export type Ecr = ReturnType<typeof ecrApi>;

/**
 * One Amazon ECR repository, as the flows see it; `region` is the repository's. Once `interruption` is aborted, every call
 * ends as `cancelled`.
 */
export function ecrApi(
  client: ECRClient,
  repository: Repository,
  region: string,
  { clock, interruption, wire = {} }: Pick<Host, 'clock' | 'interruption' | 'wire'>,
) {
  const calls = ecrCallsOf(client, { repository, region, interruption });
  /** The image that a tag (or a digest) names now, or undefined when ECR has none. */
  const image = (tag: string) => imageOf(calls, tag);
  return {
    ...{ image, repository },
    ...imageConfigsIn(calls, image, { clock, wire }),
    ...newRepositoryApi(calls),
    ...storageApi(calls),
    ...pushApi(calls),
  };
}

async function imageOf(
  { sdk, address, repository, call }: EcrCalls,
  tag: string,
): Promise<EcrImage | undefined> {
  const reference = imageByTag(repository, tag);
  const command = new sdk.BatchGetImageCommand({
    ...address,
    imageIds: [tag.startsWith('sha256:') ? { imageDigest: tag } : { imageTag: tag }],
    acceptedMediaTypes: imageMediaTypes,
  });
  const { images, failures } = await call(`look up ${reference} in ECR`, 'BatchGetImage', command);
  const { imageId, imageManifest: manifest, imageManifestMediaType: mediaType = '' } = images?.[0] ?? {};
  const digest = imageId?.imageDigest;
  if (digest !== undefined && manifest !== undefined) return { digest, mediaType, manifest };
  const [failure] = failures ?? [];
  if (failure?.failureCode === 'ImageNotFound') return undefined;
  // "Not there" is only what ECR says itself.
  throw imageFailureOf(reference, failure);
}

/** What a push begins with, and what is asked and done after it. */
function pushApi(calls: EcrCalls) {
  const { sdk, address, registry, repository, call } = calls;
  return {
    /** `username` is `AWS`. Since it is one token for every registry that the caller may use, there is none to name (AWS docs). */
    async authorization() {
      const command = new sdk.GetAuthorizationTokenCommand({});
      const { authorizationData } = await call('log in to ECR', 'GetAuthorizationToken', command);
      const token = Buffer.from(authorizationData?.[0]?.authorizationToken ?? '', 'base64').toString();
      const [, username, password] = /^([^:]+):(.+)$/s.exec(token) ?? [];
      if (username !== undefined && password !== undefined) return { username, password };
      throw new EcsCdError('try-again', 'GetAuthorizationToken answered no user and password', {
        fix: 'run the job again',
      });
    },

    /** When and as what these images were pushed, in this order; undefined when ECR has not all of them any more. */
    async pushes(digests: readonly string[]): Promise<readonly ImagePush[] | undefined> {
      const imageIds = digests.map((imageDigest) => ({ imageDigest }));
      const command = new sdk.DescribeImagesCommand({ ...address, imageIds });
      const answer = call('see when the images were pushed', 'DescribeImages', command);
      // One that is missing fails the call for all (AWS docs).
      const { imageDetails } = (await unlessRefused('ImageNotFoundException', answer)) ?? {};
      return imageDetails && digests.map((digest) => pushOf(digest, imageDetails));
    },

    /** Whether the repository lets this tag move to another image. */
    async tagMayMove(tag: string): Promise<boolean> {
      const input = { ...registry, repositoryNames: [repository.name] };
      const command = new sdk.DescribeRepositoriesCommand(input);
      const answer = call('see whether the tag may move', 'DescribeRepositories', command);
      // One that is missing here comes with the push.
      const { repositories = [] } = (await unlessRefused('RepositoryNotFoundException', answer)) ?? {};
      return tagMayMove(tag, repositories[0] ?? {});
    },

    /** Puts this tag, which `variable` names, on an image that is there. */
    putTag: (held: EcrImage, tag: string, variable: string) => putTag(calls, held, tag, variable),

    /** How far ECR's managed signing is with an image: one of each profile that has to sign it. */
    async signings(imageDigest: string) {
      const command = new sdk.DescribeImageSigningStatusCommand({ ...address, imageId: { imageDigest } });
      const purpose = 'see whether the image was signed';
      return (await call(purpose, 'DescribeImageSigningStatus', command)).signingStatuses ?? [];
    },
  };
}

function pushOf(digest: string, details: readonly ImageDetail[]): ImagePush {
  const { imageTags, imagePushedAt } = details.find((one) => one.imageDigest === digest) ?? {};
  return { digest, tags: imageTags ?? [], pushedAt: imagePushedAt };
}

async function putTag(calls: EcrCalls, held: EcrImage, imageTag: string, variable: string): Promise<void> {
  const { sdk, address, repository, call } = calls;
  const { digest, mediaType, manifest } = held;
  const image = { imageManifest: manifest, imageManifestMediaType: mediaType, imageDigest: digest };
  const purpose = `put the tag ${imageTag} on ${repository.url}@${digest}`;
  try {
    await call(purpose, 'PutImage', new sdk.PutImageCommand({ ...address, ...image, imageTag }));
  } catch (error) {
    if (refusalOf(error) === 'ImageAlreadyExistsException') return;
    if (refusalOf(error) !== 'ImageTagAlreadyExistsException') throw error;
    // Said of the image that has the tag already, too.
    if ((await imageOf(calls, imageTag))?.digest !== digest) throw immovableTags(variable, [imageTag]);
  }
}
