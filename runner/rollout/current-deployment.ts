import type { Service } from '@aws-sdk/client-ecs';
import { type Followed, followedOf, isFromBefore, isSettled, primaryOf } from '../ecs/deployments';
import { EcsCdError, orElse } from '../errors';
import { familyRevisionOf } from '../names/arn';
import { poll } from '../poll';
import type { RollbackTarget } from '../release/rollback-target';
import type { FollowEffects } from './follow-context';
import { apartOfGoingBackMs } from './state/second-look';

/** Who has the service right now, as far as undoing a deployment goes. */
export type CurrentDeployment =
  | { readonly kind: 'ours'; readonly isCompleted: boolean }
  /** The target is PRIMARY already: ECS or somebody else is going back there. */
  | { readonly kind: 'going-back'; readonly followed: Followed }
  | { readonly kind: 'superseded'; readonly reason: string };

const pollMs = 10_000;
/** At a deadline AWS may have been silent for a while. */
const mostLooks = 14;

/** Looks once more before the service is updated back: the last look may be old, and a newer deployment is somebody else's. */
export async function currentDeploymentOf(
  followed: Followed,
  target: RollbackTarget,
  effects: FollowEffects,
): Promise<CurrentDeployment> {
  const first = { state: { looks: 1, goingBackSince: undefined }, waitMs: 0 };
  const current = await poll<Looks, Service | 'not now' | undefined, CurrentDeployment>(effects, first, {
    read: ({ looks }) =>
      orElse(effects.ecs.describeService(), (error) => {
        if (error.verdict === 'try-again' && looks < mostLooks) return 'not now';
        throw error;
      }),
    step({ looks, goingBackSince }, service) {
      const now = effects.clock.now();
      // That the service is gone is said by two looks; what a reading shows that does not know ours, by many.
      const isUnsure = service === 'not now' || (looks === 1 && service?.status !== 'ACTIVE');
      const end = isUnsure ? 'old' : currentIn(service, followed, target);
      const isOfDoubt = isDoubtful(end, followed, service);
      const since = isOfDoubt ? (goingBackSince ?? now) : undefined;
      if (end !== 'old' && (since === undefined || now - since >= apartOfGoingBackMs)) return { end };
      if (looks < mostLooks || isOfDoubt)
        return { state: { looks: looks + 1, goingBackSince: since }, waitMs: pollMs };
      throw new EcsCdError('needs-attention', 'ECS shows the service only as it was before');
    },
  });
  if ('end' in current) return current.end;
  throw new EcsCdError('cancelled', 'cancelled while the service was looked at');
}

/** The same for a cancelled job, which has no time for another look: our deployment was there before an old reading. */
export async function currentDeploymentAtOnce(
  followed: Followed,
  target: RollbackTarget,
  { ecs }: FollowEffects,
  signal: AbortSignal,
): Promise<CurrentDeployment> {
  const current = currentIn(await ecs.describeService(signal), followed, target);
  return current === 'old' ? { kind: 'ours', isCompleted: false } : current;
}

interface Looks {
  readonly looks: number;
  /** Since when readings show it that do not know ours. */
  readonly goingBackSince: number | undefined;
}

/** Going back, by a reading that does not know ours. */
function isDoubtful(
  end: CurrentDeployment | 'old',
  { deploymentId }: Followed,
  service: Service | 'not now' | undefined,
): boolean {
  if (end === 'old' || end.kind !== 'going-back' || service === 'not now') return false;
  return service?.deployments?.some(({ id }) => id === deploymentId) !== true;
}

/** `old` for a reading from before our deployment. */
function currentIn(
  service: Service | undefined,
  followed: Followed,
  { taskDefinition }: RollbackTarget,
): CurrentDeployment | 'old' {
  const primary = primaryOf(service);
  if (!service || service.status !== 'ACTIVE' || !primary) {
    throw new EcsCdError(
      'needs-attention',
      `the service is ${service?.status ?? 'gone'}: nothing can be put back`,
    );
  }
  if (primary.id === followed.deploymentId) return { kind: 'ours', isCompleted: isSettled(primary, service) };
  if (isFromBefore(primary, followed)) return 'old';
  if (primary.taskDefinition === taskDefinition) return { kind: 'going-back', followed: followedOf(primary) };
  const name = familyRevisionOf(primary.taskDefinition ?? '');
  return { kind: 'superseded', reason: `deployment ${primary.id} of ${name} replaced ours` };
}
