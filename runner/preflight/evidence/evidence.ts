import type { Service } from '@aws-sdk/client-ecs';
import type { Alarm } from '../../cloudwatch/alarms-api';
import type { Platform } from '../../ecr/manifest';
import type { Repository } from '../../names/image-reference';
import type { Release } from '../../release/release';
import { withChange } from '../../task-definition/task-definition';
import type { IamDecision, IamRole } from './iam-api';
import type { Lookup } from './lookup';
import type { LogGroupQuestion, ParameterQuestion, RoleQuestion, SecretQuestion } from './questions';
import type { SecretState } from './secrets-api';
import type { Caller } from './sts-api';
import type { Subnet } from './subnets-api';
import type { TargetGroup } from './target-groups-api';

/** Everything that the checks judge by. */
export interface PreflightEvidence {
  readonly repository: Repository;
  readonly release: Release;
  /** The service that the release is for. */
  readonly service: Service;
  /** The task definition that would run. */
  readonly definition: RegisteredDefinition;
  readonly looks: Lookups;
}

export type RegisteredDefinition = ReturnType<typeof withChange>;

/** What came of looking around; absent where there was nothing to look at. */
export interface Lookups {
  readonly caller: Lookup<Caller>;
  readonly platforms?: Lookup<readonly Platform[]>;
  readonly roles: readonly Answered<RoleQuestion, IamRole | undefined>[];
  readonly permissions: Lookup<readonly IamDecision[] | undefined>;
  readonly logGroups: readonly Answered<LogGroupQuestion, boolean>[];
  readonly secrets: readonly Answered<SecretQuestion, SecretState>[];
  readonly parameters?: {
    readonly asked: readonly ParameterQuestion[];
    readonly look: Lookup<{ readonly found: readonly string[]; readonly isComplete: boolean }>;
  };
  readonly subnets?: Lookup<readonly Subnet[] | undefined>;
  readonly targetGroups?: Lookup<readonly TargetGroup[] | undefined>;
  /** The deregistration delays of target groups, in seconds. */
  readonly drains: readonly Answered<string, number | undefined>[];
  readonly alarms?: { readonly asked: readonly string[]; readonly look: Lookup<readonly Alarm[]> };
  /** What was not looked at, being in another account or region, or one too many. */
  readonly elsewhere: readonly string[];
  readonly leftOut: LeftOut;
}

/** What is there more of than is asked for, by the names that a reader may see. */
export interface LeftOut {
  readonly secrets: readonly string[];
  readonly logGroups: readonly string[];
}

export interface Answered<Question, Answer> {
  readonly question: Question;
  readonly look: Lookup<Answer>;
}

export function definitionOf({ choice }: Release): RegisteredDefinition {
  return withChange(choice.base, choice.change);
}

/** Whether ECS runs the service's tasks on Fargate; undefined where a capacity provider of one's own leaves it open. */
export function isOnFargate({ launchType, capacityProviderStrategy = [] }: Service): boolean | undefined {
  if (launchType !== undefined) return launchType === 'FARGATE';
  if (capacityProviderStrategy.length === 0) return undefined;
  return capacityProviderStrategy.every(({ capacityProvider = '' }) =>
    /^FARGATE(_SPOT)?$/.test(capacityProvider),
  );
}
