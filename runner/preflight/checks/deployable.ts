import type { Service } from '@aws-sdk/client-ecs';
import { undeployableProblemOf } from '../../ecs/deployable';
import { errorOf, type PreflightFinding } from '../evidence/finding';

/** Whether the service is one that this program can deploy to. */
export function deployable(
  service: Service | undefined,
  names: { readonly service: string; readonly cluster: string },
): PreflightFinding[] {
  const problem = undeployableProblemOf(service, names);
  return problem ? [errorOf(problem.subject, problem.message, problem.fix)] : [];
}
