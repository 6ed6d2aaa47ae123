import { oneOf } from './check';
import { accountIdOf, stageOf } from './checks';
import { containerOf, familyOf } from './ecs-names';
import { type Field, type Given, optional, required } from './given';
import { imageTagOf } from './image-checks';
import { repositoryUrlOf } from './repository-url';
import type { ReleaseSettings } from './settings';
import { inProgressPolicies, switchPositions } from './variables';

type Own = Omit<ReleaseSettings, 'aws' | 'cluster' | 'service'>;

/** What every command needs that brings a release to a service, or says what that would do. */
export function releaseFieldsOf(given: Given): { readonly [K in keyof Own]-?: Field<Own[K]> } {
  return {
    repository: required(given, 'REPOSITORY_URL', repositoryUrlOf(given.env)),
    tag: required(given, 'DOCKER_TAG', imageTagOf),
    family: required(given, 'TASK_FAMILY', familyOf),
    stage: required(given, 'STAGE', stageOf),
    container: optional(given, 'ECS_CD_CONTAINER', containerOf),
    rollback: required(given, 'ECS_CD_ROLLBACK', oneOf(switchPositions)),
    accountId: optional(given, 'ECS_CD_ACCOUNT_ID', accountIdOf),
    preflight: required(given, 'ECS_CD_PREFLIGHT', oneOf(switchPositions)),
    inProgress: required(given, 'ECS_CD_IN_PROGRESS', oneOf(inProgressPolicies)),
  };
}
