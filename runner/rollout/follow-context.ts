import type { Followed } from '../ecs/followed';
import { diagnosisOf, type DiagnoseEffects, type Diagnosis } from '../diagnosis/diagnosis';
import { progressOf, type Progress } from './progress';
import { serviceDeploymentReader, type ServiceDeploymentReader } from './service-deployment';
import { desiredCountAtCompletion, type DesiredCountAtCompletion } from './scaled-up-meanwhile';
import { taskStability, type TaskStability } from './task-stability';
import type { ExpectedService } from './verification';

export interface FollowEffects extends DiagnoseEffects {
  readonly interruption: AbortSignal;
}

/** One deployment with what is known of it and what is asked of it; it may be followed more than once. */
export interface FollowContext {
  readonly followed: Followed;
  /** What must serve in the end. */
  readonly expected: ExpectedService;
  /** Of the service, before the run: 0 is success only if it was 0 then, and what was asked for since is no part of the deployment. */
  readonly desiredCountBefore: number;
  /** Whether the deployment was completed before this run. */
  readonly wasSettled: boolean;
  readonly timeoutSeconds: number;
  /** What a rollback that begins on the way gets. */
  readonly rollbackSeconds: number;
  /** Whether ECS rolls back because this job asked it to. */
  readonly isRollbackAsked?: boolean;
  /** Whether following ends as soon as the deployment cannot succeed any more. */
  readonly isFailFast: boolean;
  readonly logLines: number;
  readonly record: ServiceDeploymentReader;
  readonly diagnosis: Diagnosis;
  readonly stability: TaskStability;
  readonly asked: DesiredCountAtCompletion;
  readonly progress: Progress;
}

export interface FollowOptions {
  readonly desiredCountBefore: number;
  readonly wasSettled: boolean;
  readonly timeoutSeconds: number;
  readonly isFailFast: boolean;
  /** How many log lines of a failed container are shown. */
  readonly logLines: number;
  readonly containers?: NonNullable<ExpectedService['containers']>;
  /** By AWS's clock: what ECS said before that is no news to tell. The followed deployment's beginning unless given. */
  readonly toldSince?: Date | undefined;
}

export function followContextOf(
  followed: Followed,
  { containers, toldSince = followed.createdAt, ...terms }: FollowOptions,
  effects: FollowEffects,
): FollowContext {
  const { taskDefinition, deploymentId } = followed;
  const progress = progressOf(toldSince, effects);
  // Of a deployment that was done before, only what is new speaks against it.
  const since = terms.wasSettled ? toldSince : followed.createdAt;
  return {
    ...terms,
    rollbackSeconds: terms.timeoutSeconds,
    followed,
    expected: { taskDefinition, deploymentId, ...(containers ? { containers } : {}) },
    record: serviceDeploymentReader(followed, effects),
    diagnosis: diagnosisOf({ followed, since, logLines: terms.logLines }, progress, effects),
    stability: taskStability(effects.clock),
    asked: desiredCountAtCompletion(),
    progress,
  };
}

/** The way back from a deployment, told as the end of its story. */
export function rollbackContextOf(
  followed: Followed,
  { desiredCountBefore, timeoutSeconds, logLines, progress, diagnosis }: FollowContext,
  effects: FollowEffects,
): FollowContext {
  const terms = { desiredCountBefore, timeoutSeconds, logLines, wasSettled: false, isFailFast: false };
  diagnosis.include(followed.deploymentId);
  return { ...followContextOf(followed, terms, effects), progress, diagnosis };
}
