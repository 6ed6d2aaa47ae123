import type { Service, ServiceDeployment, Task } from '@aws-sdk/client-ecs';
import { primaryOf } from './deployments';

/** A task that nothing checks counts as healthy once it has run for so long (AWS docs). */
const steadyMs = 40_000;

/** Which tasks have been seen running, and since when by the runner's clock: AWS's clock may be another one. */
export interface Steadiness {
  /**
   * Those of them that have been running since before the deployment was completed, are called healthy, or have been
   * seen for long enough. Where tasks of the deployment have failed, that is not enough unless it was for long. The others were started in place of tasks that have ended since: they may end as soon.
   */
  steadyOf(running: readonly Task[], completedAt: Date | undefined, hasFailed: boolean): Task[];
}

export function steadiness({ now }: { now(): number }): Steadiness {
  const firstSeen = new Map<string, number>();
  return {
    steadyOf(running, completedAt, hasFailed) {
      // Where tasks have failed, the one in their place may have been started just before the end of a hook's pause.
      const marginMs = hasFailed ? steadyMs : 0;
      for (const { taskArn = '' } of running) if (!firstSeen.has(taskArn)) firstSeen.set(taskArn, now());
      return running.filter(({ taskArn = '', healthStatus, startedAt }) => {
        if (healthStatus === 'UNHEALTHY') return false;
        const isOlder =
          startedAt !== undefined &&
          completedAt !== undefined &&
          startedAt.getTime() + marginMs <= completedAt.getTime();
        return healthStatus === 'HEALTHY' || isOlder || now() - (firstSeen.get(taskArn) ?? 0) >= steadyMs;
      });
    },
  };
}

/** When ECS called the deployment that is PRIMARY completed, by AWS's clock. */
export function completionOf(service: Service, record: ServiceDeployment | undefined): Date | undefined {
  return record?.finishedAt ?? primaryOf(service)?.updatedAt;
}
