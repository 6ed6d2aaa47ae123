import type { Service } from '@aws-sdk/client-ecs';
import { answerAt, answeredContext } from '../rollout/answer-hooks';
import type { FollowContext, FollowEffects } from '../rollout/follow-context';
import { followRollout } from '../rollout/follow-rollout';
import type { Ending } from '../rollout/state/ending';
import { isTestGate } from '../rollout/state/gate';
import type { HealthCheck, ProofSettings } from '../settings/health-check';
import { checkHealth, onTestTraffic, testFix } from './check-health';
import type { PostDeployEffects } from './post-deploy-checks';

/** How a deployment is followed that has something to show on test traffic; undefined where nothing is asked there. */
export function followingOf({ testHealthCheck: test }: ProofSettings, { probe }: PostDeployEffects) {
  if (!test) return undefined;
  return (context: FollowContext, effects: FollowEffects) =>
    followWithTest(context, test, { ...effects, probe });
}

/**
 * Follows a deployment, and where a hook holds it while only test traffic comes to the release, asks the release there: ECS
 * goes on only with one that answers, and rolls back one that does not, before any user has seen it.
 */
async function followWithTest(
  context: FollowContext,
  test: HealthCheck,
  effects: PostDeployEffects,
): Promise<Ending> {
  const ending = await followRollout({ ...context, endsAtTest: true }, effects);
  if (ending.kind !== 'paused' || !isTestGate(ending.gate)) return ending;
  const { gate, service } = ending;
  const result = await resultOf(test, service?.desiredCount, context, effects);
  if (result === 'cancelled') return { kind: 'cancelled', phase: 'paused', service };
  if (result === 'job-limit') {
    const reason = 'its health check on test traffic (ECS_CD_TEST_HEALTH_CHECK_URL) has not passed yet';
    const { limit = '' } = effects.jobEnd ?? {};
    return { kind: 'job-limit', reason, limit, phase: 'paused', heldBy: 'that', service };
  }
  if (result === 'passed') {
    const answered = await answerAt(gate, 'CONTINUE', context, effects);
    const end = await followRollout(answeredContext(context, answered, effects), effects);
    return withTest(end, service);
  }
  const why = { reason: `on test traffic, before production traffic: ${result.reason}`, fix: testFix };
  const answered = await answerAt(gate, 'ROLLBACK', context, effects);
  // Somebody may have let it go on meanwhile: it is to be undone by what takes any deployment back.
  if (answered.size === 0) return { kind: 'cannot-succeed', ...why, service };
  const waiting = { ...answeredContext(context, answered, effects), isRollbackAsked: true };
  return withReason(
    await followRollout({ ...waiting, onPause: 'wait', waitUntil: 'completed' }, effects),
    why,
  );
}

/** Where nothing could answer, it is asked again once it serves: tasks may have been asked for since. */
function withTest(end: Ending, asked: Service | undefined): Ending {
  return end.kind === 'serving' && asked?.desiredCount !== 0 ? { ...end, isTested: true } : end;
}

function resultOf(
  test: HealthCheck,
  desiredCount: number | undefined,
  { progress }: FollowContext,
  effects: PostDeployEffects,
) {
  if (desiredCount === 0) {
    progress.tell('desired count 0: there is nothing that could answer on test traffic');
    return 'passed' as const;
  }
  return checkHealth(test, onTestTraffic(progress), effects);
}

/** ECS knows only that a hook was answered, not why. What it has completed all the same is undone. */
function withReason(ending: Ending, why: { readonly reason: string; readonly fix: string }): Ending {
  switch (ending.kind) {
    case 'serving':
      return { kind: 'failed', ...why, service: ending.service };
    case 'rolled-back':
      return { ...ending, ...why };
    case 'failed':
    case 'rollback-failed':
    case 'cannot-succeed':
      return { ...ending, ...why, reason: `${why.reason}; then ${ending.reason}` };
    default:
      return ending;
  }
}
