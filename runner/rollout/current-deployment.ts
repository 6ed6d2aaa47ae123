import { type Followed, followedOf } from '../ecs/followed';
import { EcsCdError } from '../errors';
import { familyRevisionOf } from '../names/arn';
import { isNewer, isSettled, primaryOf } from '../ecs/deployments';
import type { RollbackTarget } from '../release/rollback-target';
import type { FollowEffects } from './follow-context';

/** Who has the service right now, as far as undoing a deployment goes. */
type CurrentDeployment =
  | { readonly kind: 'ours'; readonly isCompleted: boolean }
  /** The target is PRIMARY already: ECS or somebody else is going back there. */
  | { readonly kind: 'going-back'; readonly followed: Followed }
  | { readonly kind: 'superseded'; readonly reason: string };

const pollMs = 10_000;
const polls = 12;

/** Looks once more before the service is updated back: the last look may be old, and a newer deployment is somebody else's. */
export async function currentDeploymentOf(
  followed: Followed,
  { taskDefinition }: RollbackTarget,
  effects: FollowEffects,
  signal?: AbortSignal,
): Promise<CurrentDeployment> {
  for (let poll = 1; ; poll += 1) {
    const present = await lookOnce(followed, taskDefinition, effects, signal);
    if (present !== 'old') return present;
    // A cancelled job has no time for another look; our deployment was there before this reading.
    if (signal) return { kind: 'ours', isCompleted: false };
    if (poll === polls)
      throw new EcsCdError('needs-attention', 'ECS shows the service only as it was before');
    await effects.clock.sleep(pollMs, effects.interruption);
  }
}

async function lookOnce(
  followed: Followed,
  taskDefinition: string,
  effects: FollowEffects,
  signal: AbortSignal | undefined,
): Promise<CurrentDeployment | 'old'> {
  const service = await read(effects, signal);
  const primary = primaryOf(service);
  if (!service || service.status !== 'ACTIVE' || !primary) {
    throw new EcsCdError(
      'needs-attention',
      `the service is ${service?.status ?? 'gone'}: nothing can be put back`,
    );
  }
  if (primary.id === followed.deploymentId) return { kind: 'ours', isCompleted: isSettled(primary, service) };
  const isPromotedSince = (primary.updatedAt?.getTime() ?? 0) > followed.createdAt.getTime();
  if (!isNewer(primary, followed) && !isPromotedSince) return 'old';
  if (primary.taskDefinition === taskDefinition) {
    return { kind: 'going-back', followed: followedOf(service, followed.deploymentId) };
  }
  const name = familyRevisionOf(primary.taskDefinition ?? '');
  return { kind: 'superseded', reason: `deployment ${primary.id} of ${name} replaced ours` };
}

/** Patient, because at a deadline AWS may have been silent for a while; a cancelled job looks once. */
async function read({ ecs, clock, interruption }: FollowEffects, signal: AbortSignal | undefined) {
  for (let poll = 1; ; poll += 1) {
    try {
      return await ecs.describeService(signal);
    } catch (error) {
      const isWorthWaiting = error instanceof EcsCdError && error.verdict === 'try-again';
      if (!isWorthWaiting || signal || poll === polls) throw error;
      await clock.sleep(pollMs, interruption);
    }
  }
}
