import type { Service } from '@aws-sdk/client-ecs';
import { EcsCdError } from '../errors';
import { endingOf, type Ending } from './ending';
import { rolloutOf, type Followed, type Observation, type Rollout } from './rollout';
import type { FollowEffects, Watch } from './watch';

// ECS's read buckets refill with 20 calls a second for a whole account (AWS docs). Two calls a tick leave room for
// a hundred jobs at once, and no verdict is later than a tick.
const tickMs = 5_000;
const firstLookMs = 2_000;
/** ECS takes seconds to call a deployment completed when its tasks serve alone; a few closer looks see it sooner. */
const tickNearEndMs = 1_000;
const looksNearEnd = 4;
/** While AWS does not answer, and while tasks are looked at that do not come up: that takes more calls. */
const slowTickMs = 10_000;

/** Follows one deployment, and only that one, until it has ended one way or the other. Changes nothing in AWS. */
export async function followRollout(watch: Watch, effects: FollowEffects): Promise<Ending> {
  const { followed, diagnosis, progress, timeoutSeconds } = watch;
  const { clock, interruption } = effects;
  let deadline = clock.now() + timeoutSeconds * 1000;
  let phase: Rollout['phase'] = 'in-progress';
  let missing: string | EcsCdError = 'ECS has reported nothing yet';
  let pause = firstLookMs;
  let isExtended = false;
  let looksLeft = looksNearEnd;

  for (;;) {
    const before = clock.now();
    await clock.sleep(Math.min(pause, deadline - before), interruption);
    if (interruption.aborted) return { kind: 'cancelled', phase };
    const seen = await orInterrupted(look(watch, effects), interruption);
    if (seen === 'interrupted') continue;
    // A read that was ended by the interruption is told by the interruption itself.
    if (isOver(interruption)) continue;
    const { observation, rollout, ending } = seen;

    if (observation) progress.seen(observation.service);
    if (ending instanceof EcsCdError) {
      if (ending.verdict !== 'try-again' && ending.verdict !== 'cancelled')
        return { kind: 'lost-sight', error: ending };
      progress.blind(ending.message);
    } else {
      progress.sighted();
    }
    if (rollout && rollout.phase !== phase) {
      if (rollout.phase === 'paused' || rollout.phase === 'rolling-back') {
        progress.tell(`${rollout.phase}: ${rollout.reason}`);
      }
      // Going back takes as long as going forward did: it gets the same time again, once.
      if (rollout.phase === 'rolling-back' && !isExtended) {
        deadline = clock.now() + timeoutSeconds * 1000;
        isExtended = true;
      }
      phase = rollout.phase;
    }
    if (rollout?.phase === 'paused') deadline += clock.now() - before;
    await diagnosis.lookIfMore(failedTasksOf(followed, observation?.service));
    if (typeof ending !== 'string' && !(ending instanceof EcsCdError)) {
      if (ending.kind !== 'serving') await diagnosis.look();
      return ending;
    }
    missing = ending;
    if (ending instanceof EcsCdError || phase === 'completed') pause = slowTickMs;
    else pause = isNearEnd(followed, observation?.service) && looksLeft-- > 0 ? tickNearEndMs : tickMs;
    if (clock.now() >= deadline) {
      await diagnosis.look();
      return lateEndingOf(phase, missing);
    }
  }
}

/** A deployment that ECS calls completed is not undone because we may not, or cannot, look at its tasks. */
function lateEndingOf(phase: Rollout['phase'], missing: string | EcsCdError): Ending {
  if (missing instanceof EcsCdError && phase === 'completed') return { kind: 'lost-sight', error: missing };
  const isRollingBack = phase === 'rolling-back' || phase === 'rolled-back';
  return { kind: 'deadline', reason: typeof missing === 'string' ? missing : missing.message, isRollingBack };
}

interface Look {
  readonly observation?: Observation;
  readonly rollout?: Rollout;
  /** The ending, or what is still missing for one, or why nothing could be seen. */
  readonly ending: Ending | string | EcsCdError;
}

async function look(watch: Watch, effects: FollowEffects): Promise<Look> {
  let observation: Observation | undefined;
  let rollout: Rollout | undefined;
  const seen = () => ({ ...(observation ? { observation } : {}), ...(rollout ? { rollout } : {}) });
  try {
    // The record first: a service that is read after it cannot be the older reading of the two.
    const serviceDeployment = await watch.record.read();
    const service = await effects.ecs.describeService();
    observation = { service, ...(serviceDeployment ? { serviceDeployment } : {}) };
    rollout = rolloutOf(watch.followed, observation);
    return { ...seen(), ending: await endingOf(rollout, observation, watch, effects) };
  } catch (error) {
    if (error instanceof EcsCdError) return { ...seen(), ending: error };
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

/** Ours is there in full, and nothing else is meant to run. */
function isNearEnd({ deploymentId }: Followed, service: Service | undefined): boolean {
  const { deployments = [] } = service ?? {};
  return deployments.every(({ id, desiredCount = 0, runningCount = 0 }) =>
    id === deploymentId ? desiredCount > 0 && runningCount === desiredCount : desiredCount === 0,
  );
}

function isOver({ aborted }: AbortSignal): boolean {
  return aborted;
}
