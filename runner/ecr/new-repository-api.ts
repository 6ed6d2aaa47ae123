import type { RepositoryCreationTemplate } from '@aws-sdk/client-ecr';
import type { EcrCalls } from './ecr-call-api';
import { unlessRefused } from './ecr-refusal';
import { policyOfNew } from './new-repository';

/** How a repository that is missing comes to be. */
export type NewRepository = ReturnType<typeof newRepositoryIn>;

export function newRepositoryIn({ sdk, address, registry, repository, call }: EcrCalls) {
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

/** A slash is always meant at the end of a prefix; ROOT stands for every repository. (AWS docs) */
function creates({ prefix = '', appliedFor = [] }: RepositoryCreationTemplate, name: string): boolean {
  return appliedFor.includes('CREATE_ON_PUSH') && (prefix === 'ROOT' || name.startsWith(`${prefix}/`));
}
