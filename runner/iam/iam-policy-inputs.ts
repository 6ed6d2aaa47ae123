import { disagreementsOf } from '../settings/disagreements';
import type { Repository } from '../names/image-reference';
import type { LogGroup } from './place';
import { type Check, oneOf } from '../settings/checks/check';
import { regionOf, accountIdOf, externalIdOf } from '../settings/checks/checks';
import { clusterNameOf, type EcsName, familyNameOf, serviceNameOf } from '../settings/checks/ecs-names';
import {
  type Field,
  type Inputs,
  derivedFrom,
  optional,
  required,
  settingsOf,
  textOf,
  valueOf,
} from '../settings/fields';
import { gitlabJobOf } from '../settings/variables/gitlab-job';
import {
  audienceOf,
  gitlabUrlOf,
  listOf,
  logGroupOf,
  namedRoleOf,
  projectPathOf,
  tokenSubjectOf,
} from './iam-policy-checks';
import { policyFormats, policyKinds } from '../settings/variables/iam-policy-variables';
import { repositoryUrlOf } from '../settings/checks/repository-url';
import type { VariableName } from '../settings/variables/variables';

export type PolicyKind = (typeof policyKinds)[number];

/** Everything that was given, checked one by one. */
export interface IamPolicyInputs {
  /** ECS_CD_POLICY, or everything that it stands for. */
  readonly kinds: readonly PolicyKind[];
  readonly policy: 'all' | PolicyKind;
  readonly format: 'json' | 'hcl';
  readonly region?: string;
  readonly repository?: Repository;
  readonly cluster?: EcsName;
  readonly service?: EcsName;
  readonly family?: string;
  readonly account?: string;
  readonly roleArn?: string;
  readonly taskRoleArn?: string;
  readonly executionRoleArn?: string;
  readonly logGroups?: readonly LogGroup[];
  readonly chainedRoleArn?: string;
  readonly externalId?: string;
  readonly gitlabUrl?: string;
  readonly audience?: string;
  readonly subjects?: readonly string[];
}

type Maybe<T> = Field<T | undefined>;
const nothing = { value: undefined };

/** Throws one error with everything that is wrong. What a policy that is not wanted would need is left out. */
export function iamPolicyInputsOf(inputs: Inputs): IamPolicyInputs {
  const policy = required(inputs, 'ECS_CD_POLICY', oneOf<'all' | PolicyKind>(['all', ...policyKinds]));
  const isChained = textOf(inputs, 'ECS_CD_CHAINED_ROLE_ARN') !== undefined;
  const kinds = kindsOf(valueOf(policy) ?? 'all', isChained);
  const isWanted = (...some: readonly PolicyKind[]) => some.some((kind) => kinds.includes(kind));
  const whenWanted = <T>(some: readonly PolicyKind[], name: VariableName, check: Check<T>): Maybe<T> =>
    isWanted(...some) ? required(inputs, name, check) : nothing;
  const whenGiven = <T>(some: readonly PolicyKind[], name: VariableName, check: Check<T>): Maybe<T> =>
    isWanted(...some) ? optional(inputs, name, check) : nothing;

  const onService = ['deploy', 'plan'] as const;
  const repository = whenWanted(['build', ...onService], 'REPOSITORY_URL', repositoryUrlOf(inputs.env));
  const region = whenWanted(['build', ...onService], 'AWS_DEFAULT_REGION', regionOf);
  const cluster = whenWanted(onService, 'CLUSTER_NAME', clusterNameOf);
  const service = whenWanted(onService, 'SERVICE_NAME', serviceNameOf);
  const roleArn = isWanted('chained-trust')
    ? required(inputs, 'ECS_CD_ROLE_ARN', namedRoleOf)
    : whenGiven(['trust', ...onService], 'ECS_CD_ROLE_ARN', namedRoleOf);
  const taskRoleArn = whenGiven(onService, 'ECS_CD_TASK_ROLE_ARN', namedRoleOf);
  const executionRoleArn = whenGiven(onService, 'ECS_CD_EXECUTION_ROLE_ARN', namedRoleOf);
  const elsewhere = optional(inputs, 'REPOSITORY_URL', repositoryUrlOf(inputs.env));
  const account = accountOf(inputs, [
    valueOf(service)?.account,
    valueOf(cluster)?.account,
    ...[executionRoleArn, taskRoleArn, isWanted(...onService) ? nothing : roleArn].map((role) =>
      accountIn(valueOf(role)),
    ),
    valueOf(elsewhere)?.registryId,
  ]);
  const isRepositoryWrong = 'problems' in repository;
  return settingsOf<IamPolicyInputs>(
    inputs,
    {
      kinds: { value: kinds },
      ...{ policy, repository, region, cluster, service, roleArn, taskRoleArn, executionRoleArn },
      format: withDefault(inputs, 'ECS_CD_FORMAT', 'json', oneOf(policyFormats)),
      family: whenWanted(onService, 'TASK_FAMILY', familyNameOf),
      logGroups: whenGiven(['deploy'], 'ECS_CD_LOG_GROUPS', listOf(logGroupOf)),
      account: isWanted('build', 'trust', ...onService) && !isRepositoryWrong ? account : nothing,
      chainedRoleArn: isWanted('chain')
        ? required(inputs, 'ECS_CD_CHAINED_ROLE_ARN', namedRoleOf)
        : whenGiven(onService, 'ECS_CD_CHAINED_ROLE_ARN', namedRoleOf),
      externalId: whenGiven(['chained-trust'], 'ECS_CD_CHAINED_ROLE_EXTERNAL_ID', externalIdOf),
      ...(isWanted('trust')
        ? tokenFieldsOf(inputs)
        : { gitlabUrl: nothing, audience: nothing, subjects: nothing }),
    },
    disagreementsOf(
      {
        region: valueOf(region),
        cluster: valueOf(cluster),
        service: valueOf(service),
      },
      inputs,
    ),
  );
}

function kindsOf(policy: 'all' | PolicyKind, isChained: boolean): readonly PolicyKind[] {
  if (policy !== 'all') return [policy];
  return isChained ? policyKinds : ['build', 'deploy', 'plan', 'trust'];
}

function accountOf(inputs: Inputs, sources: readonly (string | undefined)[]): Field<string | undefined> {
  const asked = optional(inputs, 'ECS_CD_ACCOUNT_ID', accountIdOf);
  const account = sources.find((source) => source !== undefined && source !== '');
  if ('problems' in asked || asked.value !== undefined) return asked;
  if (account !== undefined) return { value: account };
  const message = 'is not set, and neither an ARN nor REPOSITORY_URL says which account it is';
  const fix = 'set it, or pass --account-id';
  return { problems: [{ subject: 'ECS_CD_ACCOUNT_ID', message, fix }] };
}

function accountIn(arn: string | undefined): string | undefined {
  return arn?.split(':')[4];
}

/** A field whose default depends on the command. */
function withDefault<T>(
  inputs: Inputs,
  name: VariableName,
  usual: string | undefined,
  check: Check<T>,
): Field<T> {
  const isOpen = usual === undefined || textOf(inputs, name) !== undefined;
  return required(isOpen ? inputs : { ...inputs, env: { ...inputs.env, [name]: usual } }, name, check);
}

function tokenFieldsOf(inputs: Inputs) {
  const { serverUrl, projectPath, defaultBranch } = gitlabJobOf(inputs.env, inputs.cwd);
  const gitlabUrl = withDefault(inputs, 'ECS_CD_GITLAB_URL', serverUrl ?? 'https://gitlab.com', gitlabUrlOf);
  const project = withDefault(inputs, 'ECS_CD_PROJECT', projectPath, projectPathOf);
  const subjects = withDefault(
    inputs,
    'ECS_CD_REFS',
    defaultBranch ?? 'main',
    listOf(tokenSubjectOf(valueOf(project) ?? '')),
  );
  return {
    gitlabUrl,
    audience:
      textOf(inputs, 'ECS_CD_ID_TOKEN_AUDIENCE') === undefined
        ? derivedFrom(gitlabUrl, (url) => url)
        : required(inputs, 'ECS_CD_ID_TOKEN_AUDIENCE', audienceOf),
    subjects: 'problems' in project ? project : subjects,
  };
}
