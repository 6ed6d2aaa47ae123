import { oneOf } from '../checks/check';
import { stageOf } from '../checks/checks';
import { containerNamesOf, familyNameOf } from '../checks/ecs-names';
import { type Inputs, optional, required, sliceOf } from '../fields';
import { imageSettingsOf } from '../image-settings';
import type {
  AwsSettings,
  ImageSettings,
  PlaceSettings,
  PreflightSettings,
  RecoverySettings,
  RevisionSettings,
} from '../slices';
import { inProgressPolicies, rolloutPoints, switchPositions } from '../variables/variables';

/** What every command has that knows a service by the image that it is to run. */
export interface OfImageSettings {
  readonly aws: AwsSettings;
  readonly place: PlaceSettings;
  readonly image: ImageSettings;
  readonly revision: RevisionSettings;
  readonly recovery: RecoverySettings;
}

/** What those have beside that which bring a release to a service, or say what that would do. */
export interface ReleaseSettings extends OfImageSettings {
  readonly preflight: PreflightSettings;
}

export function ofImageSlicesOf(inputs: Inputs) {
  return {
    image: imageSettingsOf(inputs),
    revision: sliceOf<RevisionSettings>({
      family: required(inputs, 'TASK_FAMILY', familyNameOf),
      stage: required(inputs, 'STAGE', stageOf),
      container: optional(inputs, 'ECS_CD_CONTAINER', containerNamesOf),
    }),
    recovery: sliceOf<RecoverySettings>({
      rollback: required(inputs, 'ECS_CD_ROLLBACK', oneOf(switchPositions)),
    }),
  };
}

/** The slices of it that are the same for each; the time of a job that only looks ahead is not that of the deployment. */
export function releaseSlicesOf(inputs: Inputs, jobTimeoutSeconds?: number) {
  return {
    ...ofImageSlicesOf(inputs),
    preflight: sliceOf<PreflightSettings>({
      preflight: required(inputs, 'ECS_CD_PREFLIGHT', oneOf(switchPositions)),
      inProgress: required(inputs, 'ECS_CD_IN_PROGRESS', oneOf(inProgressPolicies)),
      waitUntil: required(inputs, 'ECS_CD_WAIT_UNTIL', oneOf(rolloutPoints)),
      jobTimeoutSeconds: { value: jobTimeoutSeconds },
    }),
  };
}
