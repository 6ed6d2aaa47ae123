import { disagreementsOf } from '../settings/disagreements';
import { type Check, listOf, oneOf } from '../settings/checks/check';
import { commandOf } from '../settings/checks/command-words';
import { regionOf, accountIdOf, externalIdOf, keptRevisionsOf } from '../settings/checks/checks';
import { clusterNameOf, familyNameOf, serviceNameOf, scheduleNameOf } from '../settings/checks/ecs-names';
import {
  type Inputs,
  optional,
  required,
  settingsOf,
  sliceOf,
  textOf,
  valueOf,
  withProblems,
} from '../settings/fields';
import { logGroupOf, namedRoleOf, secretOf } from './iam-policy-checks';
import { gitlabJobOf } from '../settings/variables/gitlab-job';
import { tokenFieldsOf } from './token-fields';
import { imageTagOf, kmsKeyArnOf, signingProfileArnOf } from '../settings/checks/image-checks';
import { repositoryUrlOf } from '../settings/checks/repository-url';
import { policyKinds, switchPositions } from '../settings/variables/variable';
import type { VariableName } from '../settings/variables/variables';

export type PolicyKind = (typeof policyKinds)[number];

export type IamPolicyInputs = ReturnType<typeof iamPolicyInputsOf>;

const nothing = { value: undefined };
const onService = ['deploy', 'plan', 'status'] as const;

/**
 * Everything that was given, checked one by one. Throws one error with everything that is wrong. What a policy that is
 * not wanted would need is left out.
 */
export function iamPolicyInputsOf(inputs: Inputs) {
  const policy = required(inputs, 'ECS_CD_POLICY', oneOf<'all' | PolicyKind>(['all', ...policyKinds]));
  const isChained = textOf(inputs, 'ECS_CD_CHAINED_ROLE_ARN') !== undefined;
  const { kinds, leftOut } = kindsOf(inputs, valueOf(policy) ?? 'all', isChained);
  const asked = askedOf(inputs, kinds);
  const place = placeFieldsOf(inputs, asked);
  const roles = roleFieldsOf(asked);
  const { region, cluster, service } = place;
  const names = { region: valueOf(region), cluster: valueOf(cluster), service: valueOf(service) };
  return settingsOf(inputs, {
    /** ECS_CD_POLICY, or everything that it stands for. */
    kinds: { value: kinds },
    /** What it stands for too, and nobody said enough for. */
    leftOut: { value: leftOut },
    policy,
    ...place,
    service: withProblems(place.service, disagreementsOf(names, inputs)),
    ...roles,
    liveTag: asked.field('ECS_CD_LIVE_TAG', imageTagOf, [], ['deploy']),
    runs: runsOf(asked),
    keepRevisions: asked.field('ECS_CD_KEEP_REVISIONS', keptRevisionsOf, [], ['deploy']),
    createRepository: asked.field('ECS_CD_CREATE_REPOSITORY', oneOf(switchPositions), [], ['build']),
    kmsKeyArn: asked.field('ECS_CD_KMS_KEY_ARN', kmsKeyArnOf, [], ['build']),
    signingProfileArn: asked.field('ECS_CD_SIGNING_PROFILE_ARN', signingProfileArnOf, [], ['build']),
    schedules: asked.field('ECS_CD_SCHEDULES', listOf(scheduleNameOf(valueOf(region))), [], onService),
    scheduleRoleArn: asked.field('ECS_CD_SCHEDULE_ROLE_ARN', namedRoleOf, [], ['deploy']),
    ecsRoleArns: asked.field('ECS_CD_ECS_ROLE_ARNS', listOf(namedRoleOf), [], ['deploy', 'plan']),
    express: asked.field('ECS_CD_EXPRESS', oneOf(switchPositions), [], ['deploy']),
    logGroups: asked.field('ECS_CD_LOG_GROUPS', listOf(logGroupOf), [], ['deploy']),
    secrets: asked.field('ECS_CD_SECRETS', listOf(secretOf), [], onService),
    account: accountFieldOf(inputs, asked, place, roles),
    externalId: asked.field('ECS_CD_CHAINED_ROLE_EXTERNAL_ID', externalIdOf, [], ['chained-trust']),
    tokens: asked.isWanted('trust') ? tokenFieldsOf(inputs) : nothing,
  });
}

type Asked = ReturnType<typeof askedOf>;

/** Reads what the wanted policies need, and what they can have; what only others would need is nothing. */
function askedOf(inputs: Inputs, kinds: readonly PolicyKind[]) {
  type Some = readonly PolicyKind[];
  const isWanted = (...some: Some) => some.some((kind) => kinds.includes(kind));
  const field = <T>(name: VariableName, check: Check<T>, needed: Some, possible: Some = []) => {
    if (isWanted(...needed)) return required(inputs, name, check);
    return isWanted(...possible) ? optional(inputs, name, check) : nothing;
  };
  return { isWanted, field };
}

function runsOf({ field }: Asked) {
  return sliceOf({
    run: field('ECS_CD_RUN', commandOf, [], ['deploy']),
    before: field('ECS_CD_RUN_BEFORE', commandOf, [], ['deploy']),
    after: field('ECS_CD_RUN_AFTER', commandOf, [], ['deploy']),
  });
}

function placeFieldsOf({ env }: Inputs, { field }: Asked) {
  return {
    repository: field('REPOSITORY_URL', repositoryUrlOf(env), ['build', 'scan', ...onService]),
    region: field('AWS_DEFAULT_REGION', regionOf, ['build', 'scan', ...onService]),
    cluster: field('CLUSTER_NAME', clusterNameOf, onService),
    service: field('SERVICE_NAME', serviceNameOf, onService),
    family: field('TASK_FAMILY', familyNameOf, onService),
  };
}

function roleFieldsOf({ field }: Asked) {
  return {
    roleArn: field('ECS_CD_ROLE_ARN', namedRoleOf, ['chained-trust'], ['trust', ...onService]),
    taskRoleArn: field('ECS_CD_TASK_ROLE_ARN', namedRoleOf, [], onService),
    executionRoleArn: field('ECS_CD_EXECUTION_ROLE_ARN', namedRoleOf, [], onService),
    chainedRoleArn: field('ECS_CD_CHAINED_ROLE_ARN', namedRoleOf, ['chain'], onService),
  };
}

/** The account that is named, or the one of the first ARN or URL that has one. */
function accountFieldOf(
  inputs: Inputs,
  { isWanted }: Asked,
  { repository, cluster, service }: ReturnType<typeof placeFieldsOf>,
  { roleArn, taskRoleArn, executionRoleArn }: ReturnType<typeof roleFieldsOf>,
) {
  if (!isWanted('build', 'scan', 'trust', ...onService) || 'problems' in repository) return nothing;
  const asked = optional(inputs, 'ECS_CD_ACCOUNT_ID', accountIdOf);
  if ('problems' in asked || asked.value !== undefined) return asked;
  const ownRoles = [executionRoleArn, taskRoleArn, isWanted(...onService) ? nothing : roleArn];
  const value = [
    valueOf(service)?.account,
    valueOf(cluster)?.account,
    ...ownRoles.map((role) => valueOf(role)?.split(':')[4]),
    valueOf(optional(inputs, 'REPOSITORY_URL', repositoryUrlOf(inputs.env)))?.registryId,
  ].find(Boolean);
  if (value) return { value };
  const message = 'is not set, and neither an ARN nor REPOSITORY_URL says which account it is';
  const fix = 'set it, or pass --account-id';
  return { problems: [{ subject: 'ECS_CD_ACCOUNT_ID', message, fix }] };
}

/** Where everything is asked for, what cannot be printed is left out, unless nothing can. */
function kindsOf(inputs: Inputs, policy: 'all' | PolicyKind, isChained: boolean) {
  if (policy !== 'all') return { kinds: [policy], leftOut: [] };
  const usual: readonly PolicyKind[] = ['build', 'scan', 'deploy', 'plan', 'trust'];
  const all = isChained ? [...usual, 'chain' as const, 'chained-trust' as const] : usual;
  const isSet = (name: VariableName) => textOf(inputs, name) !== undefined;
  const ofImage = ['REPOSITORY_URL', 'AWS_DEFAULT_REGION'] as const;
  const ofService = [...ofImage, 'CLUSTER_NAME', 'SERVICE_NAME', 'TASK_FAMILY'] as const;
  const ofTrust = gitlabJobOf(inputs.env, inputs.cwd).projectPath ? [] : (['ECS_CD_PROJECT'] as const);
  const needs = { build: ofImage, scan: ofImage, deploy: ofService, plan: ofService, trust: ofTrust };
  const missing = (kind: PolicyKind): readonly VariableName[] =>
    kind in needs ? needs[kind as keyof typeof needs].filter((name) => !isSet(name)) : [];
  const kinds = all.filter((kind) => missing(kind).length === 0);
  if (kinds.length === 0 || !isSet('REPOSITORY_URL')) return { kinds: all, leftOut: [] };
  const leftOut = all.filter((kind) => !kinds.includes(kind));
  return {
    kinds,
    leftOut: leftOut.map((kind) => `${kind} is left out: ${missing(kind).join(', ')} not set`),
  };
}
