import { diagnosisOf, type DiagnoseEffects, type Diagnosis } from './diagnose';
import { progressOf, type Progress } from './progress';
import type { Followed } from './rollout';
import { serviceDeploymentReader, type ServiceDeploymentReader } from './service-deployment';
import { askedCount, type AskedCount } from './shortfall';
import { steadiness, type Steadiness } from './steadiness';
import type { Expected } from './verification';

export interface FollowEffects extends DiagnoseEffects {
  readonly interruption: AbortSignal;
}

/** One deployment with what is known of it and what is asked of it; it may be followed more than once. */
export interface Watch {
  readonly followed: Followed;
  /** What must serve in the end. */
  readonly expected: Expected;
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
  readonly steadiness: Steadiness;
  readonly asked: AskedCount;
  readonly progress: Progress;
}

export interface Terms {
  readonly desiredCountBefore: number;
  readonly wasSettled: boolean;
  readonly timeoutSeconds: number;
  readonly isFailFast: boolean;
  /** How many log lines of a failed container are shown. */
  readonly logLines: number;
  readonly container?: NonNullable<Expected['container']>;
  /** By AWS's clock: what ECS said before that is no news to tell. The followed deployment's beginning unless given. */
  readonly toldSince?: Date | undefined;
}

export function watchOf(
  followed: Followed,
  { container, toldSince = followed.createdAt, ...terms }: Terms,
  effects: FollowEffects,
): Watch {
  const { taskDefinition, deploymentId } = followed;
  const progress = progressOf(toldSince, effects);
  // Of a deployment that was done before, only what is new speaks against it.
  const since = terms.wasSettled ? toldSince : followed.createdAt;
  return {
    ...terms,
    rollbackSeconds: terms.timeoutSeconds,
    followed,
    expected: { taskDefinition, deploymentId, ...(container ? { container } : {}) },
    record: serviceDeploymentReader(followed, effects),
    diagnosis: diagnosisOf({ followed, since, logLines: terms.logLines }, progress, effects),
    steadiness: steadiness(effects.clock),
    asked: askedCount(),
    progress,
  };
}

/** The way back from a deployment, told as the end of its story. */
export function watchBack(
  followed: Followed,
  { desiredCountBefore, timeoutSeconds, logLines, progress, diagnosis }: Watch,
  effects: FollowEffects,
): Watch {
  const terms = { desiredCountBefore, timeoutSeconds, logLines, wasSettled: false, isFailFast: false };
  diagnosis.include(followed.deploymentId);
  return { ...watchOf(followed, terms, effects), progress, diagnosis };
}
