import type { Service } from '@aws-sdk/client-ecs';
import type { ReleaseSettings } from '../contract/settings';
import type { Platform } from '../image/manifest';
import type { Release } from '../service/release';
import { withChange } from '../service/task-definition';
import type { IamDecision, IamRole } from './iam';
import type { Look } from './look';
import type { LogGroupQuestion, ParameterQuestion, RoleQuestion, SecretQuestion } from './questions';
import type { SecretState } from './secrets';
import type { Caller } from './sts';
import type { Subnet } from './subnets';
import type { TargetGroup } from './target-groups';

/** Everything that the checks judge by. */
export interface Evidence {
  readonly settings: ReleaseSettings;
  readonly release: Release;
  /** The service that the release is for. */
  readonly service: Service;
  /** The task definition that would run. */
  readonly definition: Definition;
  readonly looks: Looks;
}

export type Definition = ReturnType<typeof withChange>;

/** What came of looking around; absent where there was nothing to look at. */
export interface Looks {
  readonly caller: Look<Caller>;
  readonly platforms?: Look<readonly Platform[]>;
  readonly roles: readonly Answered<RoleQuestion, IamRole | undefined>[];
  readonly permissions: Look<readonly IamDecision[] | undefined>;
  readonly logGroups: readonly Answered<LogGroupQuestion, boolean>[];
  readonly secrets: readonly Answered<SecretQuestion, SecretState>[];
  readonly parameters?: {
    readonly asked: readonly ParameterQuestion[];
    readonly look: Look<{ readonly found: readonly string[]; readonly isComplete: boolean }>;
  };
  readonly subnets?: Look<readonly Subnet[] | undefined>;
  readonly targetGroups?: Look<readonly TargetGroup[] | undefined>;
  /** What was not looked at, being in another account or region, or one too many. */
  readonly elsewhere: readonly string[];
  readonly leftOut: readonly string[];
}

export interface Answered<Question, Answer> {
  readonly question: Question;
  readonly look: Look<Answer>;
}

export function definitionOf({ choice }: Release): Definition {
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
