import type { ImageStatus, RepositoryCreationTemplate } from '@aws-sdk/client-ecr';
import type { EcrCalls } from './ecr-call-api';
import { unlessRefused } from '../aws/aws-error';
import { policyOfNew, type ImageList } from './lifecycle';

/** How a repository that is missing comes to be. */
export function newRepositoryApi({ sdk, address, registry, repository, call }: EcrCalls) {
  return {
    /** With tags that cannot move, but for these; ECR scans what is pushed. Whether this call made it: one that is there stays as it is. */
    async create(movingTags: readonly string[], kmsKey: string | undefined): Promise<boolean> {
      const command = new sdk.CreateRepositoryCommand({
        ...address,
        imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
        imageTagMutabilityExclusionFilters: movingTags.map((filter) => ({ filterType: 'WILDCARD', filter })),
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfiguration: kmsKey === undefined ? undefined : { encryptionType: 'KMS', kmsKey },
      });
      const answer = call(`create the repository ${repository.url}`, 'CreateRepository', command);
      return (await unlessRefused('RepositoryAlreadyExistsException', answer)) !== undefined;
    },

    /** Keeps what runs, as long as a tag says so. */
    async putLifecyclePolicy() {
      const command = new sdk.PutLifecyclePolicyCommand({ ...address, lifecyclePolicyText: policyOfNew });
      await call(`give ${repository.url} a lifecycle policy`, 'PutLifecyclePolicy', command);
    },

    /** The prefix of the template by which ECR creates the repository on a push; undefined where it does not. */
    async templateOnPush() {
      const command = new sdk.DescribeRepositoryCreationTemplatesCommand({ maxResults: 1_000 });
      const purpose = 'see whether ECR creates the repository on a push';
      const answer = await call(purpose, 'DescribeRepositoryCreationTemplates', command);
      // Nobody can ask for those of another account.
      if (registry.registryId !== undefined && registry.registryId !== answer.registryId) return undefined;
      return answer.repositoryCreationTemplates?.find((one) => creates(one, repository.name))?.prefix;
    },
  };
}

/** How ECR keeps the images, and for how long. */
export function storageApi({ sdk, address, call }: EcrCalls) {
  const idOf = (name: string) => (name.startsWith('sha256:') ? { imageDigest: name } : { imageTag: name });
  const filter = { imageStatus: 'ANY' } as const;
  return {
    /** ECR hands out what is ACTIVE; undefined where it has no such image at all. */
    async imageStatus(name: string): Promise<ImageStatus | undefined> {
      const command = new sdk.DescribeImagesCommand({ ...address, imageIds: [idOf(name)], filter });
      const answer = call(`see whether ${name} is in the archive`, 'DescribeImages', command);
      return (await unlessRefused('ImageNotFoundException', answer))?.imageDetails?.[0]?.imageStatus;
    },

    /** Begins to bring an archived image back. */
    async restore(name: string) {
      const wanted = { imageId: idOf(name), targetStorageClass: 'STANDARD' } as const;
      const command = new sdk.UpdateImageStorageClassCommand({ ...address, ...wanted });
      await call(`bring ${name} back from the archive`, 'UpdateImageStorageClass', command);
    },

    /** As JSON; undefined where the repository has none. */
    async lifecyclePolicy(signal: AbortSignal) {
      const command = new sdk.GetLifecyclePolicyCommand(address);
      const answer = call('look at the lifecycle policy', 'GetLifecyclePolicy', command, signal);
      return (await unlessRefused('LifecyclePolicyNotFoundException', answer))?.lifecyclePolicyText;
    },

    /** The images of the repository, in whatever state; those of very many are not read to the end. */
    async imageList(signal: AbortSignal): Promise<ImageList> {
      const command = new sdk.DescribeImagesCommand({ ...address, filter, maxResults: 1_000 });
      const answer = await call('list the images', 'DescribeImages', command, signal);
      return { images: answer.imageDetails ?? [], isComplete: answer.nextToken === undefined };
    },
  };
}

/** A slash is always meant at the end of a prefix; ROOT stands for every repository. (AWS docs) */
function creates({ prefix = '', appliedFor = [] }: RepositoryCreationTemplate, name: string): boolean {
  return appliedFor.includes('CREATE_ON_PUSH') && (prefix === 'ROOT' || name.startsWith(`${prefix}/`));
}
