import type { Service } from '@aws-sdk/client-ecs';
import { awsErrorKindOf } from '../aws/aws-error';
import type { Clock } from '../clock';
import { EcsCdError } from '../errors';
import type { JobLog } from '../report/job-log';
import type { Diagnosis } from './diagnose';
import type { Ecs } from './ecs';
import { elapsed, newsOf, nothingTold } from './progress';
import { rolloutOf, type Followed, type Observation, type Rollout } from './rollout';
import type { ServiceDeploymentReader } from './service-deployment';
import { unmetClaims, type Expected } from './verification';

export interface FollowEffects {
  readonly ecs: Ecs;
  readonly log: JobLog;
  readonly clock: Clock;
  readonly interruption: AbortSignal;
}

export interface Watch {
  readonly followed: Followed;
  /** What must serve in the end. */
  readonly expected: Expected;
  /** A service at desired count 0 is success only if it was at 0 before. */
  readonly startedEmpty: boolean;
  readonly timeoutSeconds: number;
  readonly record: ServiceDeploymentReader;
  readonly diagnosis: Diagnosis;
}

/** How following ended. Which verdict that is, and whether anything is put back, is for the caller to decide. */
export type Ending =
  /** Ours, at its count, verified. */
  | { readonly kind: 'serving'; readonly service: Service }
  /** Somebody set the desired count to 0 on the way: nothing serves. */
  | { readonly kind: 'empty' }
  /** ECS put a deployment from before back, at its count, verified. */
  | { readonly kind: 'rolled-back'; readonly reason: string; readonly taskDefinition: string }
  | { readonly kind: 'deadline'; readonly reason: string; readonly isRollingBack: boolean }
  /** AWS does not let us look any more; the rollout goes on unseen. */
  | { readonly kind: 'lost-sight'; readonly error: EcsCdError }
  | { readonly kind: 'cancelled'; readonly isRollingBack: boolean }
  | { readonly kind: 'rollback-failed' | 'failed' | 'superseded' | 'service-gone'; readonly reason: string };

// ECS's read buckets refill with 20 calls a second for a whole account (AWS docs); two calls a tick leave room for
// a hundred jobs at once, and no verdict is later than a tick.
const tickMs = 4_500;
const firstLookMs = 2_000;
const tickWhenBlindMs = 10_000;
const betweenTaskLooksMs = 30_000;

/** Follows one deployment, and only that one, until it has ended one way or the other. Changes nothing in AWS. */
export async function followRollout(watch: Watch, effects: FollowEffects): Promise<Ending> {
  const { followed, diagnosis, timeoutSeconds } = watch;
  const { clock, log, interruption } = effects;
  const start = clock.now();
  let deadline = start + timeoutSeconds * 1000;
  let told = nothingTold;
  let failedTasks = 0;
  let lastTaskLook = -Infinity;
  let phase: Rollout['phase'] = 'in-progress';
  let missing = 'ECS has reported nothing yet';
  let isBlind = false;
  let tick = firstLookMs;
  const tell = (text: string) => log.line(`${elapsed(clock.now() - start)}  ${text}`);

  for (;;) {
    const before = clock.now();
    await clock.sleep(Math.min(tick, deadline - before), interruption);
    if (interruption.aborted) return { kind: 'cancelled', isRollingBack: phase === 'rolling-back' };
    const seen = await orInterrupted(observation(watch, effects), interruption);
    if (seen === 'interrupted') continue;
    tick = tickMs;

    if (seen instanceof EcsCdError) {
      if (seen.verdict !== 'try-again') return { kind: 'lost-sight', error: seen };
      if (!isBlind) tell(`${seen.message}; asking again`);
      isBlind = true;
      tick = tickWhenBlindMs;
    } else {
      if (isBlind) tell('AWS answers again');
      isBlind = false;
      if (seen.service) {
        const news = newsOf(followed, seen.service, told);
        told = news.told;
        news.lines.forEach(tell);
      }
      const rollout = rolloutOf(followed, seen);
      const failed = failedTasksOf(followed, seen.service);
      const isTimeToLook = clock.now() - lastTaskLook >= betweenTaskLooksMs;
      if (failed > failedTasks && isTimeToLook) {
        await diagnosis.look();
        failedTasks = failed;
        lastTaskLook = clock.now();
      }
      if (rollout.phase !== phase) {
        if ('reason' in rollout && isUnderWay(rollout)) tell(`${rollout.phase}: ${rollout.reason}`);
        // Going back takes as long as going forward did: it gets the same time again.
        if (rollout.phase === 'rolling-back') deadline = clock.now() + timeoutSeconds * 1000;
        phase = rollout.phase;
      }
      if (phase === 'paused') deadline += clock.now() - before;
      const settled = await endingOf(rollout, seen, watch, effects);
      if (typeof settled !== 'string') {
        if (settled.kind !== 'serving') await diagnosis.look();
        return settled;
      }
      missing = settled;
    }
    if (clock.now() >= deadline) {
      await diagnosis.look();
      return {
        kind: 'deadline',
        reason: missing,
        isRollingBack: phase === 'rolling-back' || phase === 'rolled-back',
      };
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
  if (signal.aborted) return 'interrupted';
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

function isUnderWay({ phase }: Rollout): boolean {
  return phase === 'paused' || phase === 'rolling-back';
}

/** The ending that this reading is, or what is still missing. */
async function endingOf(
  rollout: Rollout,
  seen: Observation,
  watch: Watch,
  effects: FollowEffects,
): Promise<Ending | string> {
  const { service } = seen;
  switch (rollout.phase) {
    case 'in-progress':
      return 'the rollout is still in progress';
    case 'paused':
    case 'rolling-back':
      return rollout.reason;
    case 'completed': {
      const unmet = await unmetByEverything(service, watch.expected, effects);
      if (unmet.length > 0) return `ECS calls the deployment completed, but ${unmet.join(', ')}`;
      if (!service || (service.desiredCount === 0 && !watch.startedEmpty)) return { kind: 'empty' };
      return { kind: 'serving', service };
    }
    case 'rolled-back': {
      const primary = service?.deployments?.find(({ status }) => status === 'PRIMARY');
      if (primary?.id === watch.followed.deploymentId) return 'the failed deployment is still PRIMARY';
      const taskDefinition = primary?.taskDefinition ?? '';
      const unmet = unmetClaims(service, undefined, { taskDefinition });
      if (unmet.length > 0) return `ECS says it has rolled back, but ${unmet.join(', ')}`;
      return { kind: 'rolled-back', reason: rollout.reason, taskDefinition };
    }
    default:
      return { kind: rollout.phase, reason: rollout.reason };
  }
}

/** The service first; its tasks are asked for only when the service itself claims to be done. */
async function unmetByEverything(
  service: Service | undefined,
  expected: Expected,
  { ecs, log }: FollowEffects,
): Promise<string[]> {
  const unmet = unmetClaims(service, undefined, expected);
  if (unmet.length > 0) return unmet;
  try {
    return unmetClaims(service, await ecs.describeTasks('RUNNING'), expected);
  } catch (error) {
    if (!(error instanceof EcsCdError)) throw error;
    if (awsErrorKindOf(error) !== 'denied') return [error.message];
    log.warning(`the image of the running tasks was not checked: ${error.message}`);
    return [];
  }
}
