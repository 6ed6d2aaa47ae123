import type { Followed } from '../ecs/deployments';
import type { DiagnoseEffects } from '../diagnosis/diagnose-effects';
import { diagnosisOf, type Diagnosis } from '../diagnosis/diagnosis';
import type { Recorder } from '../recording/recording';
import type { JobEnd } from '../settings/job-end';
import { serviceDeploymentReader, type ServiceDeploymentReader } from './service-deployment';
import { progressOf, type Progress } from './progress';
import { taskStability, type TaskStability } from './state/task-stability';
import type { ExpectedImage, ExpectedService } from './state/verification';

export interface FollowEffects extends DiagnoseEffects {
  /** Undefined where no limit of the job is known. */
  readonly jobEnd?: JobEnd | undefined;
  /** For the report of the run, where it has one. */
  readonly recorder?: Recorder | undefined;
}

/** What is asked of a deployment that is followed. */
export interface FollowOptions {
  /** Of the service, before the run: 0 is success only if it was 0 then, and what was asked for since is no part of the deployment. */
  readonly desiredCountBefore: number;
  /** Whether the deployment was completed before this run. */
  readonly wasSettled: boolean;
  /** Whether it had begun before this run, which has not seen what failed since. */
  readonly isFound?: boolean;
  readonly timeoutSeconds: number;
  /** `baking` ends it once ECS has begun to bake what was verified to serve; completed unless given. */
  readonly waitUntil?: 'completed' | 'baking';
  /** What is done at a gate: `end` leaves it to another job; waits unless given. */
  readonly onPause?: 'end' | 'wait';
  /** Ends at the gate where only test traffic comes to the release, for it to be asked there. */
  readonly endsAtTest?: boolean;
  /** Whether a check on test traffic answers the hook there: a way back has nothing to show, and goes on by itself. */
  readonly isTested?: boolean;
  /** IDs of hooks that were answered just now: ECS may show them as waiting for some seconds. */
  readonly answered?: ReadonlySet<string> | undefined;
  /** Whether following ends as soon as the deployment cannot succeed any more. */
  readonly isFailFast: boolean;
  readonly logLines: number;
}

/** One deployment with what is asked of it, and those who watch it; it may be followed more than once. */
export interface FollowContext extends FollowOptions {
  readonly followed: Followed;
  /** What must serve in the end. */
  readonly expected: ExpectedService;
  /** What a rollback that begins on the way gets. */
  readonly rollbackSeconds: number;
  /** Whether ECS rolls back because this job asked it to. */
  readonly isRollbackAsked?: boolean;
  /** It is to end now: nothing that ECS waits for on purpose stops the clock before a rollback is seen. */
  readonly isSettling?: true;
  /** What the service asked for when the deployment was first seen completed, where it was followed before. */
  readonly desiredCountAtCompletion?: number | undefined;
  readonly record: ServiceDeploymentReader;
  readonly diagnosis: Diagnosis;
  readonly stability: TaskStability;
  readonly progress: Progress;
}

interface Subject {
  readonly followed: Followed;
  readonly image?: ExpectedImage | undefined;
  /** By AWS's clock: what ECS said before that is no news to tell. The followed deployment's beginning unless given. */
  readonly toldSince?: Date | undefined;
}

export function followContextOf(
  { followed, image, toldSince = followed.createdAt }: Subject,
  options: FollowOptions,
  effects: FollowEffects,
): FollowContext {
  const { taskDefinition, deploymentId } = followed;
  const progress = progressOf(toldSince, effects);
  // Of a deployment that was done before, only what is new speaks against it.
  const since = options.wasSettled ? toldSince : followed.createdAt;
  return {
    ...options,
    rollbackSeconds: options.timeoutSeconds,
    followed,
    expected: { taskDefinition, deploymentId, ...(image ? { image } : {}) },
    record: serviceDeploymentReader(followed, effects, options.answered),
    diagnosis: diagnosisOf({ followed, since, logLines: options.logLines }, progress, effects),
    stability: taskStability(effects.clock),
    progress,
  };
}

/** The way back from a deployment, told as the end of its story. */
export function rollbackContextOf(
  followed: Followed,
  { onPause = 'wait', isTested: endsAtTest = false, progress, diagnosis, ...asked }: FollowContext,
  effects: FollowEffects,
): FollowContext {
  const { desiredCountBefore, timeoutSeconds, logLines } = asked;
  const way = { wasSettled: false, isFailFast: false, onPause, endsAtTest };
  const options = { desiredCountBefore, timeoutSeconds, logLines, ...way };
  diagnosis.include(followed.deploymentId);
  return { ...followContextOf({ followed }, options, effects), progress, diagnosis };
}
