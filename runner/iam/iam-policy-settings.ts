import { partitionOf } from '../names/partition';
import type { Place, ServicePlace } from './place';
import type { TrustedTokens } from './trust-policy';
import { settingsOfEach } from '../settings/each-service';
import { type Inputs, textOf } from '../settings/fields';
import { type IamPolicyInputs, iamPolicyInputsOf } from './iam-policy-inputs';

export type IamPolicySettings = ReturnType<typeof iamPolicySettingsOf>;

/** What `ecs-cd iam-policy` works with. Throws one error with everything that is wrong. */
export function iamPolicySettingsOf(inputs: Inputs) {
  // A role is the same for all services, or there is one for each.
  const roles = (['ECS_CD_TASK_ROLE_ARN', 'ECS_CD_EXECUTION_ROLE_ARN'] as const).filter((name) =>
    textOf(inputs, name)?.includes(','),
  );
  const [first, ...others] = settingsOfEach(inputs, ['TASK_FAMILY', ...roles], settingsOfOne);
  const otherServices = others.flatMap(({ place }) => place.service ?? []);
  return otherServices.length === 0 ? first : { ...first, place: { ...first.place, otherServices } };
}

function settingsOfOne(inputs: Inputs) {
  const words = iamPolicyInputsOf(inputs);
  const { kinds, leftOut, policy, roleArn, externalId } = words;
  return {
    ...{ kinds, leftOut },
    /** Whether one policy was asked for by its name. */
    isAlone: policy !== 'all',
    place: placeIn(words),
    tokens: tokensIn(words),
    /** ECS_CD_ROLE_ARN, which a chained role is assumed by. */
    roleArn,
    externalId,
  };
}

function placeIn(words: IamPolicyInputs): Place {
  const { region = '', repository: asked, account = '' } = words;
  const { chainedRoleArn, signingProfileArn, liveTag, createRepository, kmsKeyArn, runs } = words;
  const runsTasks = Object.keys(runs).length > 0;
  const keepsRevisions = words.keepRevisions !== undefined;
  const repository = asked && {
    name: asked.name,
    region: asked.region ?? region,
    account: asked.registryId ?? account,
  };
  const onDemand = { chainedRoleArn, signingProfileArn, liveTag, createRepository, kmsKeyArn };
  return { repository, service: serviceIn(words), ...onDemand, runsTasks, keepsRevisions };
}

function tokensIn(words: IamPolicyInputs): TrustedTokens | undefined {
  const { tokens, roleArn = '', region = '', account = '' } = words;
  if (!tokens) return undefined;
  // The identity provider is in the account of the role.
  const [, partition = partitionOf(region), , , roleAccount = account] = roleArn.split(':');
  return { partition, account: roleAccount, ...tokens };
}

function serviceIn(words: IamPolicyInputs): ServicePlace | undefined {
  const { region, account, cluster, service, family, taskRoleArn, executionRoleArn } = words;
  const { logGroups = [], secrets = ['*'], schedules, scheduleRoleArn, express } = words;
  const { ecsRoleArns, roleArn, chainedRoleArn = roleArn } = words;
  if (!region || !account || !cluster || !service || !family) return undefined;
  const isOld = service.nameOrArn.startsWith('arn:') && service.cluster === undefined;
  const roleArns = [executionRoleArn, taskRoleArn].filter((arn) => arn !== undefined);
  return {
    ...{ region, account, family, logGroups, secrets, schedules, scheduleRoleArn, ecsRoleArns },
    isExpress: express === 'on',
    cluster: cluster.name,
    name: service.name,
    oldArn: isOld ? service.nameOrArn : undefined,
    // Of a user only IAM knows the name, when it is asked (AWS docs, policy variables).
    ownArn: chainedRoleArn ?? `arn:${partitionOf(region)}:iam::${account}:user/\${aws:username}`,
    roleArns: [...new Set(roleArns)],
  };
}
