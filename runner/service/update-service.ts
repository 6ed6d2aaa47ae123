import type { Service } from '@aws-sdk/client-ecs';
import { EcsCdError } from '../errors';
import { familyRevisionOf } from './arn';
import { primaryOf } from './deployments';
import type { Followed } from './rollout';
import type { FollowEffects } from './watch';

const pollMs = 3_000;
const polls = 5;

/**
 * One UpdateService, and the deployment it made. When its reply is lost or old, the service itself tells whether the
 * deployment was made: a PRIMARY that runs the revision can be no other.
 */
export async function updateService(
  taskDefinition: string,
  effects: FollowEffects,
  previousDeploymentId?: string,
): Promise<Followed> {
  const { ecs, clock, log, interruption } = effects;
  let service: Service | undefined;
  let lost: EcsCdError | undefined;
  try {
    service = await ecs.updateService(taskDefinition);
  } catch (error) {
    if (!(error instanceof EcsCdError) || isCertain(error)) throw error;
    if (interruption.aborted) throw unknown(taskDefinition, 'cancelled', error);
    log.warning(`${error.message}; looking whether the deployment was made all the same`);
    lost = error;
  }
  for (let poll = 0; ; poll += 1) {
    if (service && primaryOf(service)?.taskDefinition === taskDefinition)
      return followedOf(service, previousDeploymentId);
    if (poll === polls || interruption.aborted) break;
    await clock.sleep(pollMs, interruption);
    service = await ecs.describeService().catch((error: unknown) => {
      if (!(error instanceof EcsCdError)) throw error;
      lost ??= error;
      return undefined;
    });
  }
  if (interruption.aborted) throw unknown(taskDefinition, 'cancelled', lost);
  if (lost && service) throw lost;
  throw unknown(taskDefinition, 'needs-attention', lost);
}

/** A refusal of the first attempt: no earlier one can have got through. */
function isCertain({ verdict, cause }: EcsCdError): boolean {
  if (verdict !== 'rejected' || !(cause instanceof Error) || !('$metadata' in cause)) return false;
  return (cause.$metadata as { readonly attempts?: number }).attempts === 1;
}

function unknown(
  taskDefinition: string,
  verdict: 'cancelled' | 'needs-attention',
  cause: unknown,
): EcsCdError {
  const name = familyRevisionOf(taskDefinition);
  return new EcsCdError(verdict, `UpdateService to ${name} was sent, but no deployment of it can be seen`, {
    fix: 'run the job again: it follows the deployment if there is one, and starts it if there is none',
    cause,
  });
}

/** The PRIMARY deployment of this answer, as the one to follow. */
export function followedOf(service: Service, previousDeploymentId?: string): Followed {
  const { id, taskDefinition, createdAt } = primaryOf(service) ?? {};
  if (id === undefined || taskDefinition === undefined || createdAt === undefined) {
    throw new EcsCdError('needs-attention', 'the service has no PRIMARY deployment that could be followed');
  }
  return {
    deploymentId: id,
    taskDefinition,
    createdAt,
    ...(previousDeploymentId ? { previousDeploymentId } : {}),
  };
}
