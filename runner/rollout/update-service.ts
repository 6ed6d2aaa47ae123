import type { Deployment, Service } from '@aws-sdk/client-ecs';
import { isRefusedAtOnce } from '../aws/aws-error';
import { type Followed, followedOf, isNewer, primaryOf } from '../ecs/deployments';
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

type Before = Pick<Followed, 'deploymentId'> & Partial<Pick<Followed, 'createdAt'>>;

/**
 * One UpdateService, and the deployment it made. When its reply is lost or old, the service itself tells whether the
 * deployment was made: a PRIMARY that runs the revision can be no other.
 */
export async function updateService(
  taskDefinition: string,
  effects: FollowEffects,
  before?: Before,
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
  const { ecs, log, clock, interruption } = effects;
  try {
    return { service: await ecs.updateService(taskDefinition) };
  } catch (lost) {
    if (!(lost instanceof EcsCdError) || isRefusedAtOnce(lost)) throw lost;
    // A cancelled job has seconds to live: what was sent may have made a deployment, which is then to be undone.
    if (interruption.aborted)
      return { lost, service: await orElse(ecs.describeService(clock.timeout(lastLookMs)), () => undefined) };
    log.warning(`${lost.message}; looking whether the deployment was made all the same`);
    return { lost };
  }
}

function updatedIn(
  service: Service | undefined,
  taskDefinition: string,
  before: Before | undefined,
): Updated | undefined {
  const primary = primaryOf(service);
  if (!service || primary?.taskDefinition !== taskDefinition || isOlder(primary, before)) return undefined;
  const replaced = before?.createdAt && strangerIn(service, before.deploymentId, before.createdAt);
  return { followed: followedOf(primary), ...(replaced === undefined ? {} : { replaced }) };
}

/** What stood there before the deployment that is being replaced, and was not touched since: an old reading. */
function isOlder({ createdAt, updatedAt }: Deployment, before: Before | undefined): boolean {
  const began = before?.createdAt?.getTime();
  if (began === undefined) return false;
  return Math.max(createdAt?.getTime() ?? Infinity, updatedAt?.getTime() ?? 0) < began;
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
