import type { Service } from '@aws-sdk/client-ecs';
import type { PreflightSettings } from '../../settings/slices';
import { familyRevisionOf } from '../../names/arn';
import { othersDeploymentOf, primaryOf } from '../../ecs/deployments';
import { errorOf, warningOf, type PreflightFinding } from '../evidence/finding';

/** A deployment of something else that has not ended, by what ECS_CD_IN_PROGRESS says about it. */
export function inProgress(
  service: Service,
  existing: string | undefined,
  policy: PreflightSettings['inProgress'],
): PreflightFinding[] {
  const other = othersDeploymentOf(service, existing);
  if (!other) return [];
  const { id = '', taskDefinition = '' } = primaryOf(service) ?? {};
  const name = `${id} of ${familyRevisionOf(taskDefinition)}`;
  switch (policy) {
    case 'refuse':
      return [
        errorOf(
          'ECS_CD_IN_PROGRESS',
          `the deployment ${name} is in progress, and ECS_CD_IN_PROGRESS is refuse`,
          'run the job again when it has ended, or set ECS_CD_IN_PROGRESS to wait',
        ),
      ];
    case 'wait':
      return [
        warningOf(
          'ECS_CD_IN_PROGRESS',
          `the deployment ${name} is in progress: this one waits for its end`,
          'nothing, or ECS_CD_IN_PROGRESS=supersede to replace it at once',
        ),
      ];
    case 'supersede':
      return [
        warningOf(
          'ECS_CD_IN_PROGRESS',
          `the deployment ${name} is in progress: this one replaces it`,
          'nothing, or ECS_CD_IN_PROGRESS=wait to let it end first',
        ),
      ];
  }
}
