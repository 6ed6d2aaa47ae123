import type { LogGroup } from '../iam/place';
import { type Check, oneOf } from './check';
import { regionOf } from './checks';
import { clusterOf, disagreementsOf, type EcsName, familyOf, serviceOf } from './ecs-names';
import { type Field, type Given, following, optional, required, settled, textOf, valueOf } from './given';
import { gitlabJobOf } from './gitlab-job';
import {
  accountIdOf,
  audienceOf,
  externalIdOf,
  gitlabUrlOf,
  listOf,
  logGroupOf,
  namedRoleOf,
  projectPathOf,
  tokenSubjectOf,
} from './iam-checks';
import { policyKinds } from './iam-policy-variables';
import { repositoryUrlOf } from './repository-url';
import type { Repository } from './settings';
import type { VariableName } from './variables';

export type PolicyKind = (typeof policyKinds)[number];

/** Everything that was given, checked one by one. */
export interface IamPolicyWords {
  /** ECS_CD_POLICY, or everything that it stands for. */
  readonly kinds: readonly PolicyKind[];
  readonly policy: 'all' | PolicyKind;
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
export function iamPolicyWordsOf(given: Given): IamPolicyWords {
  const policy = required(given, 'ECS_CD_POLICY', oneOf<'all' | PolicyKind>(['all', ...policyKinds]));
  const isChained = textOf(given, 'ECS_CD_CHAINED_ROLE_ARN') !== undefined;
  const kinds = kindsOf(valueOf(policy) ?? 'all', isChained);
  const isWanted = (...some: readonly PolicyKind[]) => some.some((kind) => kinds.includes(kind));
  const whenWanted = <T>(some: readonly PolicyKind[], name: VariableName, check: Check<T>): Maybe<T> =>
    isWanted(...some) ? required(given, name, check) : nothing;
  const whenGiven = <T>(some: readonly PolicyKind[], name: VariableName, check: Check<T>): Maybe<T> =>
    isWanted(...some) ? optional(given, name, check) : nothing;

  const onService = ['deploy', 'plan'] as const;
  const repository = whenWanted(['build', ...onService], 'REPOSITORY_URL', repositoryUrlOf(given.env));
  const region = whenWanted(['build', ...onService], 'AWS_DEFAULT_REGION', regionOf);
  const cluster = whenWanted(onService, 'CLUSTER_NAME', clusterOf);
  const service = whenWanted(onService, 'SERVICE_NAME', serviceOf);
  const roleArn = isWanted('chained-trust')
    ? required(given, 'ECS_CD_ROLE_ARN', namedRoleOf)
    : whenGiven(['trust', ...onService], 'ECS_CD_ROLE_ARN', namedRoleOf);
  const taskRoleArn = whenGiven(onService, 'ECS_CD_TASK_ROLE_ARN', namedRoleOf);
  const executionRoleArn = whenGiven(onService, 'ECS_CD_EXECUTION_ROLE_ARN', namedRoleOf);
  const elsewhere = optional(given, 'REPOSITORY_URL', repositoryUrlOf(given.env));
  const account = accountOf(given, [
    valueOf(service)?.account,
    valueOf(cluster)?.account,
    ...[executionRoleArn, taskRoleArn, isWanted(...onService) ? nothing : roleArn].map((role) =>
      accountIn(valueOf(role)),
    ),
    valueOf(elsewhere)?.registryId,
  ]);
  const isRepositoryWrong = 'problems' in repository;
  return settled<IamPolicyWords>(
    given,
    {
      kinds: { value: kinds },
      ...{ policy, repository, region, cluster, service, roleArn, taskRoleArn, executionRoleArn },
      family: whenWanted(onService, 'TASK_FAMILY', familyOf),
      logGroups: whenGiven(['deploy'], 'ECS_CD_LOG_GROUPS', listOf(logGroupOf)),
      account: isWanted('build', 'trust', ...onService) && !isRepositoryWrong ? account : nothing,
      chainedRoleArn: isWanted('chain')
        ? required(given, 'ECS_CD_CHAINED_ROLE_ARN', namedRoleOf)
        : whenGiven(onService, 'ECS_CD_CHAINED_ROLE_ARN', namedRoleOf),
      externalId: whenGiven(['chained-trust'], 'ECS_CD_CHAINED_ROLE_EXTERNAL_ID', externalIdOf),
      ...(isWanted('trust')
        ? tokenFieldsOf(given)
        : { gitlabUrl: nothing, audience: nothing, subjects: nothing }),
    },
    disagreementsOf(
      {
        region: valueOf(region),
        cluster: valueOf(cluster),
        service: valueOf(service),
      },
      given,
    ),
  );
}

function kindsOf(policy: 'all' | PolicyKind, isChained: boolean): readonly PolicyKind[] {
  if (policy !== 'all') return [policy];
  return isChained ? policyKinds : ['build', 'deploy', 'plan', 'trust'];
}

function accountOf(given: Given, sources: readonly (string | undefined)[]): Field<string | undefined> {
  const asked = optional(given, 'ECS_CD_ACCOUNT_ID', accountIdOf);
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
  given: Given,
  name: VariableName,
  usual: string | undefined,
  check: Check<T>,
): Field<T> {
  const isOpen = usual === undefined || textOf(given, name) !== undefined;
  return required(isOpen ? given : { ...given, env: { ...given.env, [name]: usual } }, name, check);
}

function tokenFieldsOf(given: Given) {
  const { serverUrl, projectPath, defaultBranch } = gitlabJobOf(given.env, given.cwd);
  const gitlabUrl = withDefault(given, 'ECS_CD_GITLAB_URL', serverUrl ?? 'https://gitlab.com', gitlabUrlOf);
  const project = withDefault(given, 'ECS_CD_PROJECT', projectPath, projectPathOf);
  const subjects = withDefault(
    given,
    'ECS_CD_REFS',
    defaultBranch ?? 'main',
    listOf(tokenSubjectOf(valueOf(project) ?? '')),
  );
  return {
    gitlabUrl,
    audience:
      textOf(given, 'ECS_CD_ID_TOKEN_AUDIENCE') === undefined
        ? following(gitlabUrl, (url) => url)
        : required(given, 'ECS_CD_ID_TOKEN_AUDIENCE', audienceOf),
    subjects: 'problems' in project ? project : subjects,
  };
}
