import type { Clock } from '../clock';
import type { JobLog } from '../report/job-log';
import { diagnosisOf, type Diagnosis } from './diagnose';
import type { Ecs } from './ecs';
import { progressOf, type Progress } from './progress';
import type { Followed } from './rollout';
import { serviceDeploymentReader, type ServiceDeploymentReader } from './service-deployment';
import type { Expected } from './verification';

export interface FollowEffects {
  readonly ecs: Ecs;
  readonly log: JobLog;
  readonly clock: Clock;
  readonly interruption: AbortSignal;
}

/** One deployment with what is known of it and what is asked of it; it may be followed more than once. */
export interface Watch {
  readonly followed: Followed;
  /** What must serve in the end. */
  readonly expected: Expected;
  /** A service at desired count 0 is success only if it was at 0 before. */
  readonly startedEmpty: boolean;
  readonly timeoutSeconds: number;
  readonly record: ServiceDeploymentReader;
  readonly diagnosis: Diagnosis;
  readonly progress: Progress;
}

interface Terms {
  readonly startedEmpty: boolean;
  readonly timeoutSeconds: number;
  readonly container?: NonNullable<Expected['container']>;
}

export function watchOf(
  followed: Followed,
  { startedEmpty, timeoutSeconds, container }: Terms,
  effects: FollowEffects,
): Watch {
  const { taskDefinition, deploymentId } = followed;
  return {
    followed,
    expected: { taskDefinition, deploymentId, ...(container ? { container } : {}) },
    startedEmpty,
    timeoutSeconds,
    record: serviceDeploymentReader(followed, effects),
    diagnosis: diagnosisOf(deploymentId, effects),
    progress: progressOf(followed, effects),
  };
}
