import type {
  DescribeImageSigningStatusRequest,
  DescribeImageSigningStatusResponse,
  ImageSigningStatus,
} from '@aws-sdk/client-ecr';
import type { Api, Setting } from '../api';
import { nameOf } from './ecr-shapes';
import type { ImageStore } from './image-store';
import { refusals } from './refusals';

/** ECR's managed signing, as far as anybody can look at it. */
export function imageSigning({ accountId }: Pick<Setting, 'accountId'>, store: ImageStore) {
  const comings = new Map<string, readonly ImageSigningStatus[]>();
  const operations: Api['operations'] = {
    DescribeImageSigningStatus(input: DescribeImageSigningStatusRequest): DescribeImageSigningStatusResponse {
      const { repositoryName = '', imageId = {} } = input;
      const image = store.image(repositoryName, nameOf(imageId));
      if (!image) throw refusals(accountId).imageUnknown(repositoryName, nameOf(imageId));
      const [now, ...later] = comings.get(repositoryName) ?? [];
      if (later.length > 0) comings.set(repositoryName, later);
      return {
        repositoryName,
        imageId: { ...imageId, imageDigest: image.digest },
        signingStatuses: now ? [now] : [],
      };
    },
  };
  return {
    operations,
    /** What one look after the other sees of every image; the last stays. */
    setSigning: (repository: string, looks: readonly ImageSigningStatus[]) =>
      void comings.set(repository, looks),
  };
}
