import { type Followed, followedOf } from '../ecs/followed';
import type { Service } from '@aws-sdk/client-ecs';
import { EcsCdError } from '../errors';
import { familyRevisionOf } from '../names/arn';
import { isNewer, primaryOf } from '../ecs/deployments';
import type { FollowEffects } from './follow-context';

const pollMs = 3_000;
const polls = 5;

export interface Updated {
  /** The deployment that the update made. */
  readonly followed: Followed;
  /** Whose deployment it replaced beside the one before, in words: it came between the last look and the update. */
  readonly replaced?: string;
}

/**
 * One UpdateService, and the deployment it made. When its reply is lost or old, the service itself tells whether the
 * deployment was made: a PRIMARY that runs the revision can be no other.
 */
export async function updateService(
  taskDefinition: string,
  effects: FollowEffects,
  before?: Pick<Followed, 'deploymentId'> & Partial<Pick<Followed, 'createdAt'>>,
): Promise<Updated> {
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
    if (service && primaryOf(service)?.taskDefinition === taskDefinition) {
      const replaced = before?.createdAt && strangerIn(service, before.deploymentId, before.createdAt);
      const followed = followedOf(service, before?.deploymentId);
      return { followed, ...(replaced === undefined ? {} : { replaced }) };
    }
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

/** A deployment that is newer than ours, and is not the one that the update made. */
function strangerIn(service: Service, deploymentId: string, createdAt: Date): string | undefined {
  const stranger = service.deployments?.find(
    (each) => each.status !== 'PRIMARY' && each.id !== deploymentId && isNewer(each, { createdAt }),
  );
  if (!stranger) return undefined;
  const name = familyRevisionOf(stranger.taskDefinition ?? '');
  return `deployment ${stranger.id} of ${name}, which somebody else had just started, was replaced by that: deploy it again`;
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
