import type {
  DescribeImageReplicationStatusRequest,
  DescribeImageReplicationStatusResponse,
  ListImagesRequest,
  ListImagesResponse,
} from '@aws-sdk/client-ecr';
import type { Api, Setting } from '../api';
import { pageOf } from '../ecs/page';
import { nameOf } from './ecr-shapes';
import { tagsOf, type ImageStore } from './image-store';
import { refusals } from './refusals';

/** Where a repository's images are copied to. */
export interface Replica {
  readonly region: string;
  /** From the push until the copy is there. (AWS docs: most within 30 minutes) */
  readonly afterSeconds: number;
  /** It never gets there. */
  readonly failureCode?: string;
}

/** (AWS docs) */
const pageSize = 100;

/** What ECR lists of its images, and how far their copies are. */
export function imageQueries({ accountId, clock }: Setting, store: ImageStore) {
  const replicas = new Map<string, readonly Replica[]>();
  const operations: Api['operations'] = {
    ListImages(input: ListImagesRequest): ListImagesResponse {
      const { repositoryName = '', filter, maxResults = pageSize, nextToken } = input;
      const { images, digestByTag } = store.repository(repositoryName);
      const identifiers = [...images.keys()].flatMap((imageDigest) => {
        const tags = tagsOf(digestByTag, imageDigest);
        if (filter?.tagStatus === (tags.length > 0 ? 'UNTAGGED' : 'TAGGED')) return [];
        return tags.length > 0 ? tags.map((imageTag) => ({ imageDigest, imageTag })) : [{ imageDigest }];
      });
      const { page, ...next } = pageOf(identifiers, nextToken, maxResults);
      return { imageIds: page, ...next };
    },

    DescribeImageReplicationStatus(
      input: DescribeImageReplicationStatusRequest,
    ): DescribeImageReplicationStatusResponse {
      const { repositoryName = '', imageId = {} } = input;
      const image = store.image(repositoryName, nameOf(imageId));
      if (!image) throw refusals(accountId).imageUnknown(repositoryName, nameOf(imageId));
      const age = clock.now() - image.pushedAt.getTime();
      return {
        repositoryName,
        imageId: { ...imageId, imageDigest: image.digest },
        replicationStatuses: (replicas.get(repositoryName) ?? []).map(
          ({ region, afterSeconds, failureCode }) => ({
            region,
            registryId: accountId,
            status: failureCode ? 'FAILED' : age >= afterSeconds * 1000 ? 'COMPLETE' : 'IN_PROGRESS',
            ...(failureCode ? { failureCode } : {}),
          }),
        ),
      };
    },
  };
  return {
    operations,
    setReplication: (repository: string, copies: readonly Replica[]) => void replicas.set(repository, copies),
  };
}
