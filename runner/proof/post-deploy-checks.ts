import type { Service } from '@aws-sdk/client-ecs';
import type { ProofSettings } from '../settings/health-check';
import { orElse } from '../errors';
import { bake, jobLimitEnding, endedTaskIdsOf } from './bake';
import { checkHealth, onTestTraffic, testFix } from './check-health';
import type { Ending } from '../rollout/state/ending';
import { rolloutStateOf } from '../rollout/state/rollout-state';
import { apartMs, candidateIn, type SeenOnce } from '../rollout/state/second-look';
import { poll } from '../poll';
import type { FollowEffects, FollowContext } from '../rollout/follow-context';
import type { HealthCheckApi } from './health-check-api';

export interface PostDeployEffects extends FollowEffects {
  readonly probe: HealthCheckApi;
}

type Serving = Extract<Ending, { kind: 'serving' }>;

/**
 * Asks a release that serves to prove itself: to answer, to go on serving for a while, and then to be verified once
 * more. Changes nothing in AWS; an ending that is not `serving` is for the caller to act on.
 */
export async function runPostDeployChecks(
  serving: Serving,
  context: FollowContext,
  proof: ProofSettings,
  effects: PostDeployEffects,
): Promise<Ending> {
  const ending = await check(serving, context, proof, effects);
  return serving.baking ? whileBaking(ending, serving) : ending;
}

/** The same of a release that proved itself a while ago: whether it kept serving since. */
export async function lookOnceMore(
  serving: Serving,
  context: FollowContext,
  effects: FollowEffects,
): Promise<Ending> {
  if (serving.service.desiredCount === 0) return serving;
  const { desiredCountAtCompletion } = serving;
  const since = { bakeSeconds: 0, endedBefore: endedTaskIdsOf(context) };
  const ending = await bake(since, { ...context, desiredCountAtCompletion }, effects);
  return serving.baking ? whileBaking(ending, serving) : ending;
}

/** What ECS still bakes can be asked of ECS to be taken back. */
function whileBaking(ending: Ending, { baking = {} }: Serving): Ending {
  switch (ending.kind) {
    case 'serving':
      return ending.baking ? { ...ending, baking } : ending;
    case 'failed':
      return { ...ending, isBaking: true };
    case 'cancelled':
      return { ...ending, phase: 'in-progress' };
    default:
      return ending;
  }
}

async function check(
  serving: Serving,
  context: FollowContext,
  proof: ProofSettings,
  effects: PostDeployEffects,
): Promise<Ending> {
  const { bakeSeconds } = proof;
  const questions = questionsOf(serving, proof);
  if (questions.length === 0 && bakeSeconds === 0) return serving;
  if (serving.service.desiredCount === 0) {
    context.progress.tell('desired count 0: there is nothing whose health could be checked');
    return serving;
  }
  await context.diagnosis.lookNow(serving.service);
  const endedBefore = endedTaskIdsOf(context);
  for (const { test, where, variable, fix } of questions) {
    if (where !== '') tellLate(context, effects);
    const timeline = where === '' ? context.progress : onTestTraffic(context.progress);
    const health = await checkHealth(test, timeline, effects);
    if (health === 'passed') continue;
    if (health === 'cancelled') return { kind: 'cancelled', phase: 'completed', service: serving.service };
    if (health === 'job-limit') {
      const { limit = '' } = effects.jobEnd ?? {};
      return jobLimitEnding(`its health check (${variable}) has not passed yet`, serving.service, { limit });
    }
    return failedCheck({ reason: `${where}${health.reason}`, fix }, serving, context, effects);
  }
  const { desiredCountAtCompletion } = serving;
  return bake({ bakeSeconds, endedBefore }, { ...context, desiredCountAtCompletion }, effects);
}

const answerFix =
  'look at what the application logs when this address is asked; correct it, or what ECS_CD_HEALTH_CHECK_URL, _STATUS, _TIMEOUT and _COUNT ask for';
/** Of the address on test traffic, its listener or rule leads to what serves (inference: ECS shifts it to the next release only). */
function questionsOf({ isTested }: Serving, { healthCheck, testHealthCheck }: ProofSettings) {
  const [test, live] = ['ECS_CD_TEST_HEALTH_CHECK_URL', 'ECS_CD_HEALTH_CHECK_URL'];
  const where = 'on test traffic, with production traffic there: ';
  return [
    ...(testHealthCheck && !isTested ? [{ test: testHealthCheck, variable: test, where, fix: testFix }] : []),
    ...(healthCheck ? [{ test: healthCheck, variable: live, where: '', fix: answerFix }] : []),
  ];
}

/** Somebody may have let it go on between two looks, or its hook is gone. */
function tellLate({ wasSettled, answered }: FollowContext, { log }: PostDeployEffects): void {
  if (wasSettled || answered) return;
  log.reminder(
    'this job asked ECS_CD_TEST_HEALTH_CHECK_URL only with production traffic there: no hook held the deployment at POST_TEST_TRAFFIC_SHIFT while it looked',
  );
}

/** Whoever replaced, emptied or deleted the service meanwhile is the reason why the release does not answer. */
async function failedCheck(
  failure: { readonly reason: string; readonly fix: string },
  serving: Serving,
  context: FollowContext,
  effects: FollowEffects,
): Promise<Ending> {
  const failed = { kind: 'failed', ...failure } as const;
  const looks = poll<SeenOnce | undefined, Service | undefined, Ending>(
    effects,
    { state: undefined, waitMs: 0 },
    {
      read: () => effects.ecs.describeService(),
      async step(earlier, service) {
        const rollout = rolloutStateOf(context.followed, { service });
        const state = candidateIn(rollout, earlier, effects.clock.now());
        if (state) return { state, waitMs: apartMs };
        if (rollout.phase === 'superseded' || rollout.phase === 'service-gone')
          return { end: { kind: rollout.phase, reason: rollout.reason, service } };
        if (service?.desiredCount === 0) return { end: { kind: 'empty', service } };
        await context.diagnosis.lookNow(service);
        return { end: { ...failed, service } };
      },
    },
  );
  const looked = await orElse(looks, () => undefined);
  return looked && 'end' in looked ? looked.end : { ...failed, service: serving.service };
}
