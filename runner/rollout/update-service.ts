import type { Service } from '@aws-sdk/client-ecs';
import { isRefusedAtOnce } from '../aws/aws-error';
import { type Followed, followedOf, isFromBefore, isNewer, primaryOf } from '../ecs/deployments';
import { EcsCdError, orElse } from '../errors';
import { familyRevisionOf } from '../names/arn';
import { poll } from '../poll';
import type { FollowEffects } from './follow-context';

const pollMs = 3_000;
const mostLooks = 5;
const lastLookMs = 1_000;

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
  before?: Followed,
): Promise<Updated> {
  const sent = await send(taskDefinition, effects);
  const atOnce = updatedIn(sent.service, taskDefinition, before);
  if (atOnce) return atOnce;
  const first = { state: { ...sent, looks: 1 }, waitMs: pollMs };
  const found = await poll<Seen & { readonly looks: number }, Seen, Updated>(effects, first, {
    read: ({ lost }) =>
      orElse<Seen, Seen>(
        effects.ecs.describeService().then((service) => ({ service, lost })),
        (error) => ({ lost: lost ?? error }),
      ),
    step({ looks }, seen) {
      const end = updatedIn(seen.service, taskDefinition, before);
      if (end) return { end };
      if (looks < mostLooks) return { state: { ...seen, looks: looks + 1 }, waitMs: pollMs };
      if (seen.lost && seen.service) throw seen.lost;
      throw unknownUpdate(taskDefinition, 'needs-attention', seen.lost);
    },
  });
  if ('end' in found) return found.end;
  // A cancelled job has seconds to live, and the deployment is to be undone.
  const last = await orElse(effects.ecs.describeService(effects.clock.timeout(lastLookMs)), () => undefined);
  const end = updatedIn(last, taskDefinition, before);
  if (end) return end;
  throw unknownUpdate(taskDefinition, 'cancelled', found.interrupted.lost);
}

interface Seen {
  readonly service?: Service | undefined;
  /** Why the answer to the update, or to a look after it, did not come. */
  readonly lost?: EcsCdError | undefined;
}

async function send(taskDefinition: string, effects: FollowEffects): Promise<Seen> {
  try {
    return { service: await effects.ecs.updateService(taskDefinition) };
  } catch (lost) {
    if (!(lost instanceof EcsCdError) || isRefusedAtOnce(lost)) throw lost;
    effects.log.warning(`${lost.message}; looking whether the deployment was made all the same`);
    return { lost };
  }
}

function updatedIn(
  service: Service | undefined,
  taskDefinition: string,
  before: Followed | undefined,
): Updated | undefined {
  const primary = primaryOf(service);
  if (!service || primary?.taskDefinition !== taskDefinition || (before && isFromBefore(primary, before)))
    return undefined;
  // Newer than the one that is replaced, and not the one that the update made.
  const stranger = service.deployments?.find(
    ({ status, id, ...each }) =>
      before && status !== 'PRIMARY' && id !== before.deploymentId && isNewer(each, before),
  );
  const followed = followedOf(primary);
  if (!stranger) return { followed };
  const name = familyRevisionOf(stranger.taskDefinition ?? '');
  const replaced = `deployment ${stranger.id} of ${name}, which somebody else had just started, was replaced by that: deploy it again`;
  return { followed, replaced };
}

function unknownUpdate(
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
