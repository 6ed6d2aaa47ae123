import { familyRevisionOf } from '../names/arn';
import { isNewer } from '../ecs/deployments';
import type { RollbackTarget } from '../release/rollback-target';
import { answerAt, answeredContext } from '../rollout/answer-hooks';
import { currentDeploymentOf } from '../rollout/current-deployment';
import type { Ending } from '../rollout/state/ending';
import { isTestGate } from '../rollout/state/gate';
import { rollbackContextOf, type FollowContext, type FollowEffects } from '../rollout/follow-context';
import { followRollout } from '../rollout/follow-rollout';
import { updateService, type Updated } from '../rollout/update-service';
import { stopDeployment, type Stop } from './stop-deployment';

/** How long a deployment that could not be stopped, or a way back that is late, gets to show whether it has ended, and how. */
const settleSeconds = 30;
/** A rollback that was asked for is only a hope: the deployment may complete all the same (field report). So long until it shows. */
const firstSignSeconds = 60;

/**
 * Undoes a followed deployment that has not ended, and follows that to its end. ECS does it itself where it can:
 * StopServiceDeployment restores the whole service revision, also where no rollback is configured (AWS docs).
 */
export async function rollBack(
  context: FollowContext,
  target: RollbackTarget,
  effects: FollowEffects,
): Promise<Ending> {
  const stop = await stopDeployment(context, effects);
  const text = stopTextOf(stop, context, target);
  const shift = stop === 'requested' && (await isOnlyShifted(context)) ? shiftsBack : '';
  if (text !== undefined) context.progress.tell(`${text}${shift}`);
  const settling = {
    ...context,
    timeoutSeconds: stop === 'too-late' ? settleSeconds : firstSignSeconds,
    // A rollback that is seen to begin gets this.
    rollbackSeconds: context.timeoutSeconds,
    isFailFast: false,
    isSettling: true as const,
    // That ECS bakes it is no success any more.
    waitUntil: 'completed' as const,
    onPause: 'wait' as const,
    isRollbackAsked: stop === 'requested',
  };
  const ending = stop === 'impossible' ? undefined : await followRollout(settling, effects);
  if (ending?.kind === 'deadline' && ending.phase === 'rolling-back')
    return followOnceMore(settling, effects);
  if (ending && ending.kind !== 'failed' && ending.kind !== 'deadline') return ending;
  const end = async (seen: Ending | undefined): Promise<Ending> =>
    (seen?.kind === 'failed' ? undefined : await completedMeanwhile(seen, settling, target, effects)) ??
    putBack(context, target, effects, () => end(undefined));
  return end(ending);
}

const shiftsBack = ': traffic shifts back, no task has to start';
/** All old tasks of a traffic shift run until it cleans up: nothing has to start for the way back (AWS docs). */
async function isOnlyShifted({ record }: FollowContext): Promise<boolean> {
  const { lifecycleStage, targetServiceRevision } = (await record.readIfDue()).serviceDeployment ?? {};
  return lifecycleStage !== 'CLEAN_UP' && (targetServiceRevision?.requestedProductionTrafficWeight ?? 0) > 0;
}

function stopTextOf(stop: Stop, { record }: FollowContext, { taskDefinition }: RollbackTarget) {
  const noRecord = 'there is no record of the deployment that could be stopped';
  return {
    requested: `asked ECS to roll the deployment back to ${familyRevisionOf(taskDefinition)}`,
    'too-late': 'the deployment ended before it could be stopped',
    'under-way': 'ECS is rolling the deployment back by itself',
    impossible: record.arn() === undefined ? noRecord : undefined,
  }[stop];
}

/** It may have been completed while AWS was silent, or just now. */
async function completedMeanwhile(
  settled: Ending | undefined,
  context: FollowContext,
  target: RollbackTarget,
  effects: FollowEffects,
): Promise<Ending | undefined> {
  const isSeen = settled?.kind === 'deadline' && settled.phase === 'completed';
  const current = isSeen ? undefined : await currentDeploymentOf(context.followed, target, effects);
  if (current && (current.kind !== 'ours' || !current.isCompleted)) return undefined;
  const ending = await followRollout({ ...context, timeoutSeconds: settleSeconds }, effects);
  return ending.kind === 'deadline' ? undefined : ending;
}

/** Who says that a way back has not finished has looked once more. */
function followOnceMore(context: FollowContext, effects: FollowEffects): Promise<Ending> {
  return followRollout(
    { ...context, timeoutSeconds: settleSeconds, rollbackSeconds: settleSeconds },
    effects,
  );
}

/**
 * A deployment of the revision to go back to; its success is our `rolled-back`. Whoever has changed the service in the
 * meantime is not overwritten. `again` is what is done where what seemed to go back by itself was an old reading.
 */
export async function putBack(
  context: FollowContext,
  wanted: RollbackTarget,
  effects: FollowEffects,
  again = () => putBack(context, wanted, effects),
): Promise<Ending> {
  const { progress, followed } = context;
  const current = await currentDeploymentOf(followed, wanted, effects);
  if (current.kind === 'superseded') return current;
  const target = current.kind === 'ours' ? await updatable(wanted) : wanted;
  const name = familyRevisionOf(target.taskDefinition);
  if (current.kind === 'ours') progress.tell(`updating the service back to ${name}`);
  const updated: Updated =
    current.kind === 'going-back'
      ? { followed: current.followed }
      : await updateService(target.taskDefinition, effects, followed);
  if (updated.replaced) progress.trouble(updated.replaced, []);
  const back = rollbackContextOf(updated.followed, context, effects);
  const ending = await followBack(back, effects);
  // Where no newer deployment was made, what an old reading calls newer may be the one that is undone.
  const isOld = current.kind === 'going-back' || !isNewer(updated.followed, followed);
  if (ending.kind !== 'superseded' || !isOld) return rolledBackBy(ending, updated, target);
  const now = await currentDeploymentOf(followed, target, effects);
  if (now.kind === 'ours') return again();
  return now.kind === 'superseded' ? ending : rolledBackBy(await followBack(back, effects), updated, target);
}

async function updatable({ again, ...target }: RollbackTarget): Promise<RollbackTarget> {
  return again ? { taskDefinition: await again(), isUpdatable: true } : target;
}

/** Follows a way back, which has nothing to show on test traffic, past the hook there. */
export async function followPastTest(back: FollowContext, effects: FollowEffects): Promise<Ending> {
  const ending = await followRollout({ ...back, endsAtTest: true }, effects);
  if (ending.kind !== 'paused' || !isTestGate(ending.gate)) return ending;
  const answered = await answerAt(ending.gate, 'CONTINUE', back, effects);
  const follow = answered.size > 0 ? followPastTest : followRollout;
  return follow({ ...answeredContext(back, answered, effects), endsAtTest: false }, effects);
}

async function followBack(back: FollowContext, effects: FollowEffects): Promise<Ending> {
  const ending = await (back.endsAtTest ? followPastTest : followRollout)(back, effects);
  const isLate = ending.kind === 'deadline' || ending.kind === 'short-of-tasks';
  return isLate ? followOnceMore(back, effects) : ending;
}

function rolledBackBy(ending: Ending, { replaced }: Updated, { taskDefinition }: RollbackTarget): Ending {
  const name = familyRevisionOf(taskDefinition);
  if (ending.kind === 'rolled-back') {
    const instead = familyRevisionOf(ending.taskDefinition);
    const reason = `ECS took the way back to ${name} back itself (${ending.reason}): ${instead} serves`;
    return { kind: 'rollback-failed', reason, service: ending.service };
  }
  if (ending.kind !== 'serving') return ending;
  // Nobody else's deployment goes under in silence.
  if (replaced !== undefined) {
    const reason = `${name} serves again, but ${replaced}`;
    return { kind: 'rollback-failed', reason, service: ending.service };
  }
  return {
    kind: 'rolled-back',
    reason: 'the service was updated back',
    taskDefinition,
    isEmpty: ending.service.desiredCount === 0,
    unchecked: ending.unchecked,
  };
}
