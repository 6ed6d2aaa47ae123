import type { Deployment, Service } from '@aws-sdk/client-ecs';
import { EcsCdError } from '../errors';
import { familyRevisionOf } from './arn';
import type { Ecs } from './ecs';
import { isBehind, primaryOf, rolledBackDeploymentOf } from './deployments';
import type { FollowEffects } from './watch';

const pollMs = 5_000;
const timeoutMs = 15 * 60_000;

/**
 * The service once nobody is taking another revision back any more: until then no deployment is completed, so a new one
 * could neither be rolled back nor start tasks (AWS docs), and what served last is not known.
 */
export async function whenSettled(
  service: Service,
  taskDefinition: string,
  effects: FollowEffects,
): Promise<Service> {
  const { ecs, log, clock, interruption } = effects;
  const deadline = clock.now() + timeoutMs;
  let current = service;
  let isTold = false;
  for (;;) {
    const undone = takenBackDeploymentOf(current, taskDefinition);
    if (!undone) return current;
    const name = `${undone.id} of ${familyRevisionOf(undone.taskDefinition ?? '')}`;
    if (!isTold)
      log.line(`waiting     ${name} is being taken back; nothing can be deployed before that has ended`);
    isTold = true;
    if (clock.now() >= deadline) {
      throw new EcsCdError('rejected', `taking ${name} back has not ended; the service was not changed`, {
        fix: 'wait until the service is stable, then run the job again',
      });
    }
    await clock.sleep(pollMs, interruption);
    if (interruption.aborted) throw new EcsCdError('cancelled', 'cancelled before the service was changed');
    current = (await read(ecs)) ?? current;
  }
}

/** Nothing where AWS does not answer now: there is time to ask again. */
async function read(ecs: Ecs): Promise<Service | undefined> {
  try {
    return await ecs.describeService();
  } catch (error) {
    if (error instanceof EcsCdError && error.verdict === 'try-again') return undefined;
    throw error;
  }
}

/**
 * A deployment of another revision that ECS rolls back, be it to the very one that is asked for, or that an update
 * replaces by an earlier one.
 */
function takenBackDeploymentOf(service: Service, taskDefinition: string): Deployment | undefined {
  const primary = primaryOf(service);
  if (primary?.rolloutState !== 'IN_PROGRESS') return undefined;
  const isAsked = primary.taskDefinition === taskDefinition;
  const undone =
    rolledBackDeploymentOf(service) ??
    (isAsked
      ? undefined
      : service.deployments?.find((each) => isBehind(primary.taskDefinition, each.taskDefinition)));
  return undone?.taskDefinition === taskDefinition ? undefined : undone;
}
