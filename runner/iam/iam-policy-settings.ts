import { arnPartsOf } from '../names/arn';
import { partitionOf } from '../names/partition';
import { tokenFieldsOf, type TrustedTokens, logGroupOf, namedRoleOf, secretOf } from './trust-policy';
import { disagreementsOf } from '../settings/disagreements';
import { type Check, listOf, oneOf } from '../settings/checks/check';
import { accountIdOf, externalIdOf, keptRevisionsOf, regionOf } from '../settings/checks/checks';
import { commandOf } from '../settings/checks/command-words';
import { clusterNameOf, familyNameOf, scheduleNameOf, serviceNameOf } from '../settings/checks/ecs-names';
import {
  imageTagOf,
  kmsKeyArnOf,
  signingProfileArnOf,
  repositoryUrlOf,
} from '../settings/checks/image-checks';
import { settingsOfEach } from '../settings/each-service';
import {
  type Field,
  type Inputs,
  optional,
  refused,
  required,
  settingsOf,
  sliceOf,
  type SliceOf,
  textOf,
  valueOf,
  withProblems,
} from '../settings/fields';
import { gitlabJobOf } from '../settings/variables/gitlab-job';
import { policyKinds, switchPositions } from '../settings/variables/variable';
import { type VariableName, variableOf } from '../settings/variables/variables';

export type PolicyKind = (typeof policyKinds)[number];

export type IamPolicySettings = ReturnType<typeof iamPolicySettingsOf>;

/** What `ecs-cd iam-policy` works with. Throws one error with everything that is wrong. */
export function iamPolicySettingsOf(inputs: Inputs) {
  // A role is the same for all services, or there is one for each.
  const roles = (['ECS_CD_TASK_ROLE_ARN', 'ECS_CD_EXECUTION_ROLE_ARN'] as const).filter((name) =>
    textOf(inputs, name)?.includes(','),
  );
  const kind = policyKinds.find((one) => one === textOf(inputs, 'ECS_CD_POLICY'));
  // Where it is about no service, nobody reads the lists.
  const [first, ...others] =
    kind === undefined || ofServices.includes(kind)
      ? settingsOfEach(inputs, ['TASK_FAMILY', ...roles], settingsOfOne)
      : [settingsOfOne(inputs)];
  const otherServices = others.flatMap(({ place }) => place.service ?? []);
  return otherServices.length === 0 ? first : { ...first, place: { ...first.place, otherServices } };
}

const ofImage: readonly VariableName[] = ['REPOSITORY_URL', 'AWS_DEFAULT_REGION'];
const ofService: readonly VariableName[] = [...ofImage, 'CLUSTER_NAME', 'SERVICE_NAME', 'TASK_FAMILY'];

/** What a policy cannot be printed without. */
const needs: Readonly<Record<PolicyKind, readonly VariableName[]>> = {
  ...{ build: ofImage, scan: ofImage, deploy: ofService, plan: ofService, status: ofService },
  trust: ['ECS_CD_PROJECT'],
  chain: ['ECS_CD_CHAINED_ROLE_ARN'],
  'chained-trust': ['ECS_CD_ROLE_ARN'],
};

const ofServices: readonly PolicyKind[] = ['deploy', 'plan', 'status'];
const ofReleases: readonly PolicyKind[] = ['deploy', 'plan'];
const unchained = policyKinds.filter((kind) => !kind.startsWith('chain'));

function settingsOfOne(inputs: Inputs) {
  const policy = required(inputs, 'ECS_CD_POLICY', oneOf<'all' | PolicyKind>(['all', ...policyKinds]));
  const { kinds, leftOut } = kindsOf(inputs, valueOf(policy) ?? 'all');
  const isNeeded = (name: VariableName) => kinds.some((kind) => needs[kind].includes(name));
  const isRead = (readers: readonly PolicyKind[]) =>
    valueOf(policy) === 'all' || kinds.some((kind) => readers.includes(kind));
  const fields = placeFieldsOf(inputs, isNeeded, isRead);
  const { repository } = fields;
  const needsAccount = 'value' in repository && kinds.some((kind) => !kind.startsWith('chain'));
  const { place, account, tokens } = settingsOf(inputs, {
    policy,
    place: sliceOf(fields),
    account: accountOf(inputs, fields, { isNeeded: needsAccount, isOnService: isNeeded('SERVICE_NAME') }),
    tokens: isNeeded('ECS_CD_PROJECT') ? tokenFieldsOf(inputs) : { value: undefined },
  });
  // The identity provider is in the account of the role.
  const { partition = partitionOf(place.region ?? ''), accountId = account ?? '' } =
    arnPartsOf(place.roleArn ?? '') ?? {};
  return {
    /** ECS_CD_POLICY, or everything that it stands for; and what it stands for that nobody said enough for. */
    ...{ kinds, leftOut },
    /** Whether one policy was asked for by its name. */
    isAlone: valueOf(policy) !== 'all',
    place: placeOf(place, account, isNeeded('SERVICE_NAME')),
    tokens: tokens && ({ partition, account: accountId, ...tokens } satisfies TrustedTokens),
  };
}

/** Where everything is asked for, what cannot be printed is left out, unless nothing can. */
function kindsOf(inputs: Inputs, policy: 'all' | PolicyKind) {
  if (policy !== 'all') return { kinds: [policy], leftOut: [] };
  const { projectPath } = gitlabJobOf(inputs.env, inputs.cwd);
  const isSet = (name: VariableName) =>
    textOf(inputs, name) !== undefined || (name === 'ECS_CD_PROJECT' && projectPath !== undefined);
  const isChained = isSet('ECS_CD_CHAINED_ROLE_ARN');
  const all = policyKinds.filter((kind) => kind !== 'status' && (isChained || !kind.startsWith('chain')));
  const missing = (kind: PolicyKind) => needs[kind].filter((name) => !isSet(name));
  const kinds = all.filter((kind) => missing(kind).length === 0);
  if (kinds.length === 0 || !isSet('REPOSITORY_URL')) return { kinds: all, leftOut: [] };
  const leftOut = all.filter((kind) => !kinds.includes(kind));
  const why = (names: readonly VariableName[]) =>
    `${names.join(', ')} not set (fix: pass ${names.map((name) => `--${variableOf(name).flag}`).join(', ')})`;
  return { kinds, leftOut: leftOut.map((kind) => `${kind} is left out: ${why(missing(kind))}`) };
}

/** Where one policy is asked for, what it does not read may hold anything; what is good of it may say the account. */
function placeFieldsOf(
  inputs: Inputs,
  isNeeded: (name: VariableName) => boolean,
  isRead: (readers: readonly PolicyKind[]) => boolean,
) {
  const field = <T>(name: VariableName, check: Check<T>, readers: readonly PolicyKind[] = ofReleases) => {
    if (isNeeded(name)) return required(inputs, name, check);
    const given = optional(inputs, name, check);
    return isRead(readers) ? given : { value: valueOf(given) };
  };
  const region = field('AWS_DEFAULT_REGION', regionOf, unchained);
  const cluster = field('CLUSTER_NAME', clusterNameOf);
  const service = field('SERVICE_NAME', serviceNameOf);
  const names = { region: valueOf(region), cluster: valueOf(cluster), service: valueOf(service) };
  const disagreements = isRead(ofServices) ? disagreementsOf(names, inputs) : [];
  return {
    ...{ region, cluster, service: withProblems(service, disagreements) },
    repository: field('REPOSITORY_URL', repositoryUrlOf(inputs.env), unchained),
    family: field('TASK_FAMILY', familyNameOf),
    roleArn: field('ECS_CD_ROLE_ARN', namedRoleOf, ['trust', 'chained-trust', ...ofReleases]),
    taskRoleArn: field('ECS_CD_TASK_ROLE_ARN', namedRoleOf),
    executionRoleArn: field('ECS_CD_EXECUTION_ROLE_ARN', namedRoleOf),
    chainedRoleArn: field('ECS_CD_CHAINED_ROLE_ARN', namedRoleOf, ['chain', 'chained-trust', ...ofReleases]),
    externalId: field('ECS_CD_CHAINED_ROLE_EXTERNAL_ID', externalIdOf, ['chained-trust']),
    liveTag: field('ECS_CD_LIVE_TAG', imageTagOf, ['deploy']),
    run: field('ECS_CD_RUN', commandOf, ['deploy']),
    runBefore: field('ECS_CD_RUN_BEFORE', commandOf, ['deploy']),
    runAfter: field('ECS_CD_RUN_AFTER', commandOf, ['deploy']),
    keepRevisions: field('ECS_CD_KEEP_REVISIONS', keptRevisionsOf, ['deploy']),
    createRepository: field('ECS_CD_CREATE_REPOSITORY', oneOf(switchPositions), ['build']),
    kmsKeyArn: field('ECS_CD_KMS_KEY_ARN', kmsKeyArnOf, ['build']),
    signingProfileArn: field('ECS_CD_SIGNING_PROFILE_ARN', signingProfileArnOf, ['build']),
    schedules: field('ECS_CD_SCHEDULES', listOf(scheduleNameOf(names.region))),
    scheduleRoleArn: field('ECS_CD_SCHEDULE_ROLE_ARN', namedRoleOf, ['deploy']),
    ecsRoleArns: field('ECS_CD_ECS_ROLE_ARNS', listOf(namedRoleOf)),
    express: field('ECS_CD_EXPRESS', oneOf(switchPositions), ['deploy']),
    logGroups: field('ECS_CD_LOG_GROUPS', listOf(logGroupOf), ['deploy']),
    secrets: field('ECS_CD_SECRETS', listOf(secretOf)),
  };
}
type PlaceFields = ReturnType<typeof placeFieldsOf>;
type Given = SliceOf<() => ReturnType<typeof sliceOf<PlaceFields>>>;

/** The account that is named, or the one of the first ARN or URL that has one. */
function accountOf(
  inputs: Inputs,
  { cluster, service, executionRoleArn, taskRoleArn, roleArn, repository }: PlaceFields,
  { isNeeded, isOnService }: Readonly<Record<'isNeeded' | 'isOnService', boolean>>,
): Field<string | undefined> {
  const asked = optional(inputs, 'ECS_CD_ACCOUNT_ID', accountIdOf);
  if ('problems' in asked || asked.value !== undefined) return asked;
  // A job's own role may be in another account than the service.
  const roles = [executionRoleArn, taskRoleArn, ...(isOnService ? [] : [roleArn])];
  const value = [
    valueOf(service)?.account,
    valueOf(cluster)?.account,
    ...roles.map((role) => arnPartsOf(valueOf(role) ?? '')?.accountId),
    valueOf(repository)?.registryId,
  ].find(Boolean);
  if (value || !isNeeded) return { value };
  const message = 'is not set, and neither an ARN nor REPOSITORY_URL says which account it is';
  return refused('ECS_CD_ACCOUNT_ID', message, 'set it, or pass --account-id');
}

/** What a policy is for, as far as it is known; a statement whose part is missing is left out. */
export type Place = { readonly [Name in keyof Known]?: Known[Name] | undefined } & {
  /** Those of the same cluster that are released along with it. */
  readonly otherServices?: readonly ServicePlace[];
};
type Known = ReturnType<typeof placeOf>;

function placeOf(given: Given, account = '', isOnService: boolean) {
  const { region = '', repository } = given;
  return {
    ...given,
    repository: repository && {
      name: repository.name,
      region: repository.region ?? region,
      account: repository.registryId ?? account,
    },
    service: isOnService ? servicePlaceOf(given, account) : undefined,
  };
}

export type ServicePlace = NonNullable<ReturnType<typeof servicePlaceOf>>;

function servicePlaceOf(given: Given, account: string) {
  const { region, cluster, service, family, taskRoleArn, executionRoleArn, express } = given;
  const { logGroups = [], secrets = ['*'], schedules, scheduleRoleArn } = given;
  const { ecsRoleArns, roleArn, chainedRoleArn = roleArn } = given;
  if (!region || !cluster || !service || !family) return undefined;
  const isOld = service.nameOrArn.startsWith('arn:') && service.cluster === undefined;
  const roleArns = [executionRoleArn, taskRoleArn].filter((arn) => arn !== undefined);
  return {
    ...{ region, account, family, logGroups, secrets, schedules, scheduleRoleArn, ecsRoleArns },
    isExpress: express === 'on',
    cluster: cluster.name,
    name: service.name,
    /** Of a service from before 2021, whose ARN does not name its cluster. */
    oldArn: isOld ? service.nameOrArn : undefined,
    /** The user or role of the job itself. Of a user only IAM knows the name, when it is asked (AWS docs, policy variables). */
    ownArn: chainedRoleArn ?? `arn:${partitionOf(region)}:iam::${account}:user/\${aws:username}`,
    /** The roles that a task definition may name. */
    roleArns: [...new Set(roleArns)],
  };
}
