import { oneOf } from './checks/check';
import { accountIdOf, stageOf } from './checks/checks';
import { containerNameOf, familyNameOf } from './checks/ecs-names';
import { type Field, type Inputs, optional, required } from './fields';
import { imageTagOf } from './checks/image-checks';
import { repositoryUrlOf } from './checks/repository-url';
import type { ReleaseSettings } from './settings';
import { inProgressPolicies, switchPositions } from './variables/variables';

type Own = Omit<ReleaseSettings, 'aws' | 'cluster' | 'service'>;

/** What every command needs that brings a release to a service, or says what that would do. */
export function releaseFieldsOf(inputs: Inputs): { readonly [K in keyof Own]-?: Field<Own[K]> } {
  return {
    repository: required(inputs, 'REPOSITORY_URL', repositoryUrlOf(inputs.env)),
    tag: required(inputs, 'DOCKER_TAG', imageTagOf),
    family: required(inputs, 'TASK_FAMILY', familyNameOf),
    stage: required(inputs, 'STAGE', stageOf),
    container: optional(inputs, 'ECS_CD_CONTAINER', containerNameOf),
    rollback: required(inputs, 'ECS_CD_ROLLBACK', oneOf(switchPositions)),
    accountId: optional(inputs, 'ECS_CD_ACCOUNT_ID', accountIdOf),
    preflight: required(inputs, 'ECS_CD_PREFLIGHT', oneOf(switchPositions)),
    inProgress: required(inputs, 'ECS_CD_IN_PROGRESS', oneOf(inProgressPolicies)),
  };
}
