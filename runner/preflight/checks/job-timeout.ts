import { minutesOf, mostSecondsOf, type ExpectedDuration } from '../../ecs/expected-duration';
import { warningOf, type PreflightFinding } from '../evidence/finding';

/** Whether GitLab ends the job while ECS still takes its time; the rollout would go on without anybody who follows it. */
export function jobTimeout(
  expected: ExpectedDuration | undefined,
  seconds: number | undefined,
): PreflightFinding[] {
  const most = expected ? mostSecondsOf(expected) : 0;
  if (seconds === undefined || most < seconds) return [];
  return [
    warningOf(
      'job_timeout',
      `GitLab ends this job after ${minutesOf(seconds)}, and the deployment may take ${minutesOf(most)} by the service's configuration alone`,
      `set job_timeout to more than ${minutesOf(most)}, with time to start tasks and to roll back`,
    ),
  ];
}
