import type { FollowEffects } from './follow-context';
import type { Ending } from './state/ending';

/**
 * Ends what follows a deployment as soon as that is called off, with an ending that has it undone; the signal's reason says
 * why. What ECS takes back by itself is followed on.
 */
export async function orCalledOff<Effects extends FollowEffects>(
  calledOff: AbortSignal,
  effects: Effects,
  work: (effects: Effects) => Promise<Ending>,
): Promise<Ending> {
  const { interruption, jobEnd, clock } = effects;
  const ending = await work({ ...effects, interruption: AbortSignal.any([interruption, calledOff]) });
  if (ending.kind !== 'cancelled' || !calledOff.aborted || interruption.aborted) return ending;
  const { phase, service } = ending;
  if (phase === 'rolling-back' || phase === 'rolled-back') return work(effects);
  const reason = String(calledOff.reason);
  const why = { reason, fix: `see why ${reason}`, service };
  // There is time for one request, and for no waiting.
  if (jobEnd && clock.now() >= jobEnd.leaveAt)
    return {
      ...{ kind: 'job-limit', ...why, limit: jobEnd.limit },
      phase: phase === 'paused' ? 'in-progress' : phase,
    };
  return { kind: phase === 'completed' ? 'failed' : 'cannot-succeed', ...why, isCalledOff: true };
}
