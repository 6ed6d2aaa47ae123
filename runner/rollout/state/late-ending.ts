import type { Service } from '@aws-sdk/client-ecs';
import { primaryOf } from '../../ecs/deployments';
import { EcsCdError } from '../../errors';
import { familyRevisionOf } from '../../names/arn';
import type { Finding } from '../../diagnosis/finding';
import type { JobEnd } from '../../settings/job-end';
import type { Ending } from './ending';
import { untilText, type Patience } from './patience';
import { isGoingBack, type Phase, type RolloutState } from './rollout-state';
import { apartOfGoingBackMs, type SeenOnce } from './second-look';
import { isLastingUnseen, lostSightOf, type Unseen } from './second-look';

interface LastSeen {
  readonly rollout: RolloutState;
  readonly patience: Patience;
  readonly service: Service | undefined;
  readonly desiredCountAtCompletion: number | undefined;
  readonly unseen: Unseen | undefined;
  readonly candidate: SeenOnce | undefined;
}

/** Where the time is over: the deployment's, the job's, or that of what cannot be seen. */
export function endOfTime(
  state: LastSeen,
  ending: string | EcsCdError,
  diagnosis: { readonly findings: readonly Finding[] },
  now: number,
  jobEnd: JobEnd | undefined,
): Ending | undefined {
  const { unseen, patience } = state;
  if (unseen && isLastingUnseen(unseen, now)) return unseen.ending;
  if (unseen?.isBroken && patience.remainingMs <= 0) return lostSightOf(ending, state.service);
  if (!unseen && patience.remainingMs <= 0 && !isToConfirm(state))
    return lateEndingOf(state, ending, diagnosis);
  return jobEnd && now >= jobEnd.leaveAt ? jobLimitEndingOf(state, ending, jobEnd) : undefined;
}

/** Ours is in no reading: an update that puts another revision back might overwrite somebody else's deployment. */
function isToConfirm({ candidate, patience }: LastSeen): boolean {
  return candidate !== undefined && patience.remainingMs > -apartOfGoingBackMs;
}

function lateEndingOf(
  { rollout: { phase }, service, desiredCountAtCompletion }: LastSeen,
  missing: string | EcsCdError,
  { findings }: { readonly findings: readonly Finding[] },
): Ending {
  const isBlind = missing instanceof EcsCdError;
  // A deployment that ECS calls completed is not undone because we may not, or cannot, look at its tasks.
  if (isBlind && phase === 'completed') return { kind: 'lost-sight', error: missing };
  const lacks = phase === 'completed' ? shortOfTasks(service, desiredCountAtCompletion, findings) : undefined;
  if (lacks !== undefined) return { kind: 'short-of-tasks', reason: lacks };
  return {
    kind: 'deadline',
    reason: isBlind ? missing.message : missing,
    phase: lastSeenPhase(phase, isBlind),
  };
}

export function jobLimitTextOf({ limit }: Pick<JobEnd, 'limit'>): string {
  return `GitLab is about to end this job: ${limit}`;
}

/** The ending of a job whose time is over: the deployment may have all of its own. */
function jobLimitEndingOf(
  { rollout: { phase }, patience: { hold }, unseen }: LastSeen,
  missing: string | EcsCdError,
  { limit }: JobEnd,
): Ending {
  const reason = missing instanceof EcsCdError ? missing.message : missing;
  if (isGoingBack(phase)) return { kind: 'job-limit', reason, limit, phase: 'rolling-back' };
  const heldBy = unseen ? 'a look at its tasks' : hold && `${hold.text}${untilText(hold)}`;
  return { kind: 'job-limit', reason, limit, phase, heldBy };
}

function lastSeenPhase(phase: Phase, isBlind: boolean): Extract<Ending, { kind: 'deadline' }>['phase'] {
  // A rollback that was seen to begin is not begun again, whatever cannot be seen since.
  if (isGoingBack(phase)) return 'rolling-back';
  if (isBlind) return 'unknown';
  return phase === 'completed' ? 'completed' : 'in-progress';
}

/**
 * A completed deployment that lacks tasks for no fault of its own: more have been asked for since, or its surroundings (a
 * Spot task, a host) took some that ECS replaces. In words, or undefined, as where one of its tasks failed by its fault.
 */
export function shortOfTasks(
  service: Service | undefined,
  desiredCountAtCompletion: number | undefined,
  findings: readonly Finding[],
): string | undefined {
  const { runningCount = 0, taskDefinition = '' } = primaryOf(service) ?? {};
  const { desiredCount = 0 } = service ?? {};
  if (findings.some(isItsFault)) return undefined;
  const count = `${runningCount} of ${desiredCount} tasks are running`;
  const before = desiredCountAtCompletion || Infinity;
  if (desiredCount > before && runningCount >= before)
    return `${count}: more than ${before} were asked for after the deployment had completed`;
  const revision = familyRevisionOf(taskDefinition);
  // None that has a cause is its own fault.
  const taken = findings.find((one) => one.cause && one.taskIds.length > 0 && one.revision === revision);
  return taken && `some of its tasks were stopped from outside (${taken.cause?.explanation}); ${count}`;
}

function isItsFault({ isOurs, cause, taskIds }: Finding): boolean {
  return isOurs && taskIds.length > 0 && cause?.fault !== 'surroundings' && cause?.fault !== 'nobody';
}
