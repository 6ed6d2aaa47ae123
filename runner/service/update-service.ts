import type { Service } from '@aws-sdk/client-ecs';
import { EcsCdError } from '../errors';
import { familyRevisionOf } from './arn';
import type { Followed } from './rollout';
import type { FollowEffects } from './watch';

const pollMs = 3_000;
const polls = 5;
/** A cancelled job has seconds to live; an UpdateService that is on its way gets some of them. */
const graceMs = 2_500;

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
    service = await ecs.updateService(taskDefinition, shortlyAfter(interruption));
  } catch (error) {
    if (!(error instanceof EcsCdError)) throw error;
    if (interruption.aborted) throw unknown(taskDefinition, 'cancelled', error);
    if (error.verdict !== 'try-again') throw error;
    log.warning(`${error.message}; looking whether the deployment was made all the same`);
    lost = error;
  }
  for (let poll = 0; ; poll += 1) {
    if (primaryOf(service)?.taskDefinition === taskDefinition)
      return followedOf(service ?? {}, previousDeploymentId);
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

function shortlyAfter(interruption: AbortSignal): AbortSignal {
  const late = new AbortController();
  const start = () => setTimeout(() => late.abort(), graceMs).unref();
  if (interruption.aborted) start();
  else interruption.addEventListener('abort', start, { once: true });
  return late.signal;
}

function primaryOf(service: Service | undefined) {
  return service?.deployments?.find(({ status }) => status === 'PRIMARY');
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
