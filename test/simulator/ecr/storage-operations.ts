import type {
  DescribeRepositoryCreationTemplatesResponse,
  GetLifecyclePolicyRequest,
  GetLifecyclePolicyResponse,
  PutLifecyclePolicyRequest,
  PutLifecyclePolicyResponse,
  UpdateImageStorageClassRequest,
  UpdateImageStorageClassResponse,
} from '@aws-sdk/client-ecr';
import { awsError, type Api, type Setting } from '../api';
import { nameOf } from './ecr-shapes';
import type { ImageStore } from './image-store';

/** What ECR keeps, for how long, and how it comes to a repository. */
export function storageOperations({ accountId }: Setting, store: ImageStore): Api['operations'] {
  const inRepository = (repositoryName: string) => ({ registryId: accountId, repositoryName });
  return {
    GetLifecyclePolicy({ repositoryName = '' }: GetLifecyclePolicyRequest): GetLifecyclePolicyResponse {
      const { lifecyclePolicy: lifecyclePolicyText } = store.repository(repositoryName);
      if (lifecyclePolicyText !== undefined) return { ...inRepository(repositoryName), lifecyclePolicyText };
      throw awsError(
        'LifecyclePolicyNotFoundException',
        `Lifecycle policy does not exist for the repository with name '${repositoryName}' in the registry with id '${accountId}'`,
      );
    },

    PutLifecyclePolicy(input: PutLifecyclePolicyRequest): PutLifecyclePolicyResponse {
      const { repositoryName = '', lifecyclePolicyText = '' } = input;
      store.repository(repositoryName).lifecyclePolicy = lifecyclePolicyText;
      return { ...inRepository(repositoryName), lifecyclePolicyText };
    },

    UpdateImageStorageClass(input: UpdateImageStorageClassRequest): UpdateImageStorageClassResponse {
      const { repositoryName = '', imageId = {} } = input;
      store.restore(repositoryName, nameOf(imageId));
      return { ...inRepository(repositoryName), imageId };
    },

    DescribeRepositoryCreationTemplates(): DescribeRepositoryCreationTemplatesResponse {
      const repositoryCreationTemplates = store
        .onPush()
        .map((prefix) => ({ prefix, appliedFor: ['CREATE_ON_PUSH' as const] }));
      return { registryId: accountId, repositoryCreationTemplates };
    },
  };
}
