import type { HealthCheck } from '../contract/settings';
import { EcsCdError } from '../errors';
import { bake, failedTasksOf } from './bake';
import { checkHealth } from './check-health';
import type { Ending } from './ending';
import { rolloutOf } from './rollout';
import type { FollowEffects, Watch } from './watch';
import type { Probe } from './web-probe';

/** What a release has to show once it serves. */
export interface Proof {
  readonly healthCheck?: HealthCheck;
  readonly bakeSeconds: number;
}

export interface ProofEffects extends FollowEffects {
  readonly probe: Probe;
}

type Serving = Extract<Ending, { kind: 'serving' }>;

/**
 * Asks a release that serves to prove itself: to answer, to go on serving for a while, and then to be verified once
 * more. Changes nothing in AWS; an ending that is not `serving` is for the caller to act on.
 */
export async function proveRelease(
  serving: Serving,
  watch: Watch,
  { healthCheck, bakeSeconds }: Proof,
  effects: ProofEffects,
): Promise<Ending> {
  if (!healthCheck && bakeSeconds === 0) return serving;
  if (serving.service.desiredCount === 0) {
    watch.progress.tell('desired count 0: there is nothing whose health could be checked');
    return serving;
  }
  // What failed before, and is listed for an hour, says nothing about what is to be proved now.
  await watch.diagnosis.lookNow(serving.service);
  const failedBefore = failedTasksOf(watch);
  const health = healthCheck ? await checkHealth(healthCheck, watch.progress, effects) : 'passed';
  if (health === 'passed') return bake({ bakeSeconds, failedBefore }, watch, effects);
  if (health === 'cancelled') return { kind: 'cancelled', phase: 'completed', service: serving.service };
  return unfit(health.reason, serving, watch, effects);
}

const answerFix =
  'look at what the application logs when this address is asked; correct it, or what ECS_CD_HEALTH_CHECK_URL, _STATUS, _TIMEOUT and _COUNT ask for';

/** Whoever replaced, emptied or deleted the service meanwhile is the reason why the release does not answer. */
async function unfit(
  reason: string,
  serving: Serving,
  watch: Watch,
  effects: FollowEffects,
): Promise<Ending> {
  const { ecs } = effects;
  try {
    const service = await ecs.describeService();
    const rollout = rolloutOf(watch.followed, { service });
    if (rollout.phase === 'superseded' || rollout.phase === 'service-gone')
      return { kind: rollout.phase, reason: rollout.reason, service };
    if (service?.desiredCount === 0) return { kind: 'empty', service };
    await watch.diagnosis.lookNow(service);
    return { kind: 'unfit', reason, fix: answerFix, service };
  } catch (error) {
    if (!(error instanceof EcsCdError)) throw error;
    return { kind: 'unfit', reason, fix: answerFix, service: serving.service };
  }
}
