import { partitionOf } from '../names/partition';
import type { Place, ServicePlace } from './place';
import type { TrustedTokens } from './trust-policy';
import type { Inputs } from '../settings/fields';
import { type IamPolicyInputs, iamPolicyInputsOf, type PolicyKind } from './iam-policy-inputs';

/** What `ecs-cd iam-policy` works with. */
export interface IamPolicySettings {
  /** ECS_CD_POLICY, or everything that it stands for. */
  readonly kinds: readonly PolicyKind[];
  /** Whether one policy was asked for by its name. */
  readonly isAlone: boolean;
  readonly place: Place;
  readonly tokens?: TrustedTokens;
  /** ECS_CD_ROLE_ARN, which a chained role is assumed by. */
  readonly roleArn?: string;
  readonly externalId?: string;
}

/** Throws one error with everything that is wrong. */
export function iamPolicySettingsOf(inputs: Inputs): IamPolicySettings {
  const words = iamPolicyInputsOf(inputs);
  const { kinds, policy, roleArn, externalId } = words;
  const tokens = tokensIn(words);
  return {
    kinds,
    isAlone: policy !== 'all',
    place: placeIn(words),
    ...(tokens ? { tokens } : {}),
    ...(roleArn === undefined ? {} : { roleArn }),
    ...(externalId === undefined ? {} : { externalId }),
  };
}

function placeIn(words: IamPolicyInputs): Place {
  const { region = '', repository, account = '', chainedRoleArn, signingProfileArn } = words;
  const service = serviceIn(words);
  return {
    ...(repository
      ? {
          repository: {
            name: repository.name,
            region: repository.region ?? region,
            account: repository.registryId ?? account,
          },
        }
      : {}),
    ...(service ? { service } : {}),
    ...(signingProfileArn === undefined ? {} : { signingProfileArn }),
    ...(chainedRoleArn === undefined ? {} : { chainedRoleArn }),
  };
}

function tokensIn(words: IamPolicyInputs): TrustedTokens | undefined {
  const { gitlabUrl, audience, subjects, roleArn, region = '', account = '' } = words;
  if (!gitlabUrl || !audience || !subjects) return undefined;
  return { ...homeOf(roleArn, region, account), gitlabUrl, audience, subjects };
}

/** Where the identity provider is: in the account of the role. */
function homeOf(roleArn: string | undefined, region: string, account: string) {
  const [, partition = partitionOf(region), , , roleAccount = account] = roleArn?.split(':') ?? [];
  return { partition, account: roleAccount };
}

function serviceIn(words: IamPolicyInputs): ServicePlace | undefined {
  const { region, account, cluster, service, family, taskRoleArn, executionRoleArn } = words;
  const { logGroups = [], secrets = ['*'] } = words;
  const { roleArn, chainedRoleArn = roleArn } = words;
  if (!region || !account || !cluster || !service || !family) return undefined;
  const isOld = service.nameOrArn.startsWith('arn:') && service.cluster === undefined;
  const roleArns = [executionRoleArn, taskRoleArn].filter((arn) => arn !== undefined);
  return {
    ...{ region, account, family, logGroups, secrets },
    cluster: cluster.name,
    name: service.name,
    ...(isOld ? { oldArn: service.nameOrArn } : {}),
    // Of a user only IAM knows the name, when it is asked (AWS docs, policy variables).
    ownArn: chainedRoleArn ?? `arn:${partitionOf(region)}:iam::${account}:user/\${aws:username}`,
    roleArns: [...new Set(roleArns)],
  };
}
