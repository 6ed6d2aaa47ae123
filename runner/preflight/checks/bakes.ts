import type { Service } from '@aws-sdk/client-ecs';
import type { PreflightSettings } from '../../settings/slices';
import { bakeMinutesOf } from '../../ecs/expected-duration';
import { errorOf, type PreflightFinding } from '../evidence/finding';

/** Whether there is a bake that ECS_CD_WAIT_UNTIL=baking could wait for. */
export function bakes(
  { deploymentConfiguration = {} }: Service,
  waitUntil: PreflightSettings['waitUntil'],
): PreflightFinding[] {
  if (waitUntil !== 'baking' || bakeMinutesOf(deploymentConfiguration) > 0) return [];
  return [
    errorOf(
      'ECS_CD_WAIT_UNTIL',
      'ECS_CD_WAIT_UNTIL is baking, but the service does not bake: it has no bakeTimeInMinutes and no alarms that are enabled',
      'set bake_time_in_minutes in the deployment_configuration of the service (Terraform; in the AWS CLI: aws ecs update-service --deployment-configuration bakeTimeInMinutes=10), or ECS_CD_WAIT_UNTIL to completed',
    ),
  ];
}
