import { EcsCdError } from '../errors';
import { familyRevisionOf } from '../names/arn';
import type { Ending } from '../rollout/ending';
import { followRollout } from '../rollout/follow-rollout';
import { currentDeploymentOf } from '../rollout/current-deployment';
import type { RollbackTarget } from '../release/rollback-target';
import type { ServiceDeploymentReader } from '../rollout/service-deployment';
import { updateService } from '../rollout/update-service';
import { rollbackContextOf, type FollowEffects, type FollowContext } from '../rollout/follow-context';

/** How long a deployment that could not be stopped, or a way back that is late, gets to show whether it has ended, and how. */
const settleSeconds = 30;

/**
 * Undoes a followed deployment that has not ended, and follows that to its end. ECS does it itself where it can:
 * StopServiceDeployment restores the whole service revision, also where no rollback is configured (AWS docs).
 */
export async function rollBack(
  context: FollowContext,
  target: RollbackTarget,
  effects: FollowEffects,
): Promise<Ending> {
  const { tell } = context.progress;
  const stop = await stopDeployment(context, effects);
  if (stop === 'requested') {
    tell(`asked ECS to roll the deployment back to ${familyRevisionOf(target.taskDefinition)}`);
  } else if (stop === 'too-late') {
    tell('the deployment ended before it could be stopped');
  } else if (stop === 'under-way') {
    tell('ECS is rolling the deployment back by itself');
  } else if (context.record.arn() === undefined) {
    tell('there is no record of the deployment that could be stopped');
  }
  const goesBack = stop === 'requested' || stop === 'under-way';
  const timeoutSeconds = goesBack ? context.timeoutSeconds : settleSeconds;
  const settling = { ...context, timeoutSeconds, isFailFast: false, isRollbackAsked: stop === 'requested' };
  const ending = stop === 'impossible' ? undefined : await followPatiently(settling, effects);
  const isStillThere = ending?.kind === 'failed' || (!goesBack && ending?.kind === 'deadline');
  if (ending && !isStillThere) return ending;
  if (ending?.kind !== 'failed') {
    // It may have been completed while AWS was silent.
    const present = await currentDeploymentOf(context.followed, target, effects);
    const isServing = present.kind === 'ours' && present.isCompleted;
    const late = isServing ? await followRollout(settling, effects) : undefined;
    if (late && late.kind !== 'deadline') return late;
  }
  return putBack(context, target, effects);
}

/** Who says that a way back has not finished has looked twice. */
async function followPatiently(context: FollowContext, effects: FollowEffects): Promise<Ending> {
  const ending = await followRollout(context, effects);
  if (ending.kind !== 'deadline' || context.timeoutSeconds <= settleSeconds) return ending;
  return followRollout(
    { ...context, timeoutSeconds: settleSeconds, rollbackSeconds: settleSeconds },
    effects,
  );
}

const stopPauseMs = 10_000;
/** The SDK itself tries a write eight times. An update takes the deployment back as well. */
const stopTries = 3;

async function stopDeployment(
  { record, progress }: FollowContext,
  { ecs, log, clock, interruption }: FollowEffects,
): Promise<'requested' | 'under-way' | 'too-late' | 'impossible'> {
  const arn = record.arn();
  if (arn === undefined) return 'impossible';
  for (let tries = 1; ; tries += 1) {
    // A request whose reply was lost may have been heard.
    if (await isGoingBack(record)) return 'under-way';
    try {
      return (await ecs.stopServiceDeployment(arn)) ? 'requested' : 'too-late';
    } catch (error) {
      if (!(error instanceof EcsCdError) || interruption.aborted) throw error;
      if (error.verdict !== 'try-again' || tries === stopTries) {
        log.warning(`${error.message}; updating the service back instead`);
        return 'impossible';
      }
      progress.tell(`${error.message}; asking again`);
      await clock.sleep(stopPauseMs, interruption);
    }
  }
}

/** The last reading may be some seconds old, and what ECS rolls back by itself is not to be stopped. */
async function isGoingBack(record: ServiceDeploymentReader): Promise<boolean> {
  try {
    const { status = '' } = (await record.read()) ?? {};
    return ['ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS'].includes(status);
  } catch (error) {
    if (!(error instanceof EcsCdError)) throw error;
    return false;
  }
}

/**
 * A deployment of the revision to go back to; its success is our `rolled-back`. Whoever has changed the service in the
 * meantime is not overwritten.
 */
export async function putBack(
  context: FollowContext,
  target: RollbackTarget,
  effects: FollowEffects,
): Promise<Ending> {
  const { taskDefinition } = target;
  const { followed, progress } = context;
  const present = await currentDeploymentOf(followed, target, effects);
  if (present.kind === 'superseded') return present;
  if (present.kind === 'ours')
    progress.tell(`updating the service back to ${familyRevisionOf(taskDefinition)}`);
  const { followed: backwards, replaced } =
    present.kind === 'going-back'
      ? { followed: present.followed, replaced: undefined }
      : await updateService(taskDefinition, effects, followed);
  if (replaced) progress.trouble(replaced, []);
  const ending = await followPatiently(rollbackContextOf(backwards, context, effects), effects);
  // Nobody else's deployment goes under in silence.
  if (replaced && ending.kind === 'serving')
    return {
      kind: 'rollback-failed',
      reason: `${familyRevisionOf(taskDefinition)} serves again, but ${replaced}`,
      service: ending.service,
    };
  if (ending.kind === 'rolled-back') {
    const instead = familyRevisionOf(ending.taskDefinition);
    const reason = `ECS took the way back to ${familyRevisionOf(taskDefinition)} back itself (${ending.reason}): ${instead} serves`;
    return { kind: 'rollback-failed', reason, service: ending.service };
  }
  return ending.kind === 'serving'
    ? {
        kind: 'rolled-back',
        reason: 'the service was updated back',
        taskDefinition,
        isEmpty: ending.service.desiredCount === 0,
        unchecked: ending.unchecked,
      }
    : ending;
}
