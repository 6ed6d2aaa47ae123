import type { Service } from '@aws-sdk/client-ecs';
import { EcsCdError } from '../errors';
import { endingOf, type Ending } from './ending';
import { rolloutOf, type Followed, type Observation, type Rollout } from './rollout';
import type { FollowEffects, Watch } from './watch';

// ECS's read buckets refill with 20 calls a second for a whole account (AWS docs). Two calls a tick leave room for
// a hundred jobs at once, and no verdict is later than a tick.
const tickMs = 4_800;
const firstLookMs = 2_000;
const tickWhenBlindMs = 10_000;

/** Follows one deployment, and only that one, until it has ended one way or the other. Changes nothing in AWS. */
export async function followRollout(watch: Watch, effects: FollowEffects): Promise<Ending> {
  const { followed, diagnosis, progress, timeoutSeconds } = watch;
  const { clock, interruption } = effects;
  let deadline = clock.now() + timeoutSeconds * 1000;
  let phase: Rollout['phase'] = 'in-progress';
  let missing = 'ECS has reported nothing yet';
  let pause = firstLookMs;

  for (;;) {
    const before = clock.now();
    await clock.sleep(Math.min(pause, deadline - before), interruption);
    if (interruption.aborted) return { kind: 'cancelled', isRollingBack: phase === 'rolling-back' };
    const seen = await orInterrupted(observation(watch, effects), interruption);
    if (seen === 'interrupted') continue;

    if (seen instanceof EcsCdError) {
      if (seen.verdict === 'cancelled') continue;
      if (seen.verdict !== 'try-again') return { kind: 'lost-sight', error: seen };
      progress.blind(seen.message);
      pause = tickWhenBlindMs;
    } else {
      progress.seen(seen.service);
      pause = tickMs;
      const rollout = rolloutOf(followed, seen);
      if (rollout.phase !== phase) {
        if (rollout.phase === 'paused' || rollout.phase === 'rolling-back') {
          progress.tell(`${rollout.phase}: ${rollout.reason}`);
        }
        // Going back takes as long as going forward did: it gets the same time again.
        if (rollout.phase === 'rolling-back') deadline = clock.now() + timeoutSeconds * 1000;
        phase = rollout.phase;
      }
      if (phase === 'paused') deadline += clock.now() - before;
      await diagnosis.lookIfMore(failedTasksOf(followed, seen.service));
      const ending = await endingOf(rollout, seen, watch, effects);
      if (typeof ending !== 'string') {
        if (ending.kind !== 'serving') await diagnosis.look();
        return ending;
      }
      missing = ending;
    }
    if (clock.now() >= deadline) {
      await diagnosis.look();
      const isRollingBack = phase === 'rolling-back' || phase === 'rolled-back';
      return { kind: 'deadline', reason: missing, isRollingBack };
    }
  }
}

async function observation({ record }: Watch, { ecs }: FollowEffects): Promise<Observation | EcsCdError> {
  try {
    const service = await ecs.describeService();
    const serviceDeployment = await record.read();
    return { service, ...(serviceDeployment ? { serviceDeployment } : {}) };
  } catch (error) {
    if (error instanceof EcsCdError) return error;
    throw error;
  }
}

/** A cancelled job has seconds to live: it does not wait for an answer that is on its way. */
async function orInterrupted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | 'interrupted'> {
  let stop = () => {};
  const interrupted = new Promise<'interrupted'>((resolve) => {
    stop = () => resolve('interrupted');
    signal.addEventListener('abort', stop, { once: true });
  });
  return Promise.race([work, interrupted]).finally(() => signal.removeEventListener('abort', stop));
}

function failedTasksOf({ deploymentId }: Followed, service: Service | undefined): number {
  return service?.deployments?.find(({ id }) => id === deploymentId)?.failedTasks ?? 0;
}
