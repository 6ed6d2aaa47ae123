import type { Service, ServiceDeployment, Task } from '@aws-sdk/client-ecs';
import { primaryOf } from '../../ecs/deployments';

/** A task that nothing checks counts as healthy once it has run for so long (AWS docs). */
export const stableAfterMs = 40_000;

export type TaskStability = ReturnType<typeof taskStability>;

/** Which tasks have been running for long: by the runner's clock since they were seen, or by AWS's, which may be another one. */
export function taskStability({ now }: { now(): number }) {
  const firstSeen = new Map<string, number>();
  let fewest = Infinity;
  let completion: { readonly at: number; readonly seen: number } | undefined;

  /** AWS's time now, at the least: as long ago as the completion was first seen, it cannot have been less. */
  function timeInAws(completedAt: Date | undefined): number {
    if (!completedAt) return -Infinity;
    const at = completedAt.getTime();
    if (completion?.at !== at) completion = { at, seen: now() };
    return at + now() - completion.seen;
  }

  return {
    /** How many tasks a look has found to be asked for. */
    sawDesiredCount: (count: number) => void (fewest = Math.min(fewest, count)),
    /** The fewest of them; Infinity before the first look. */
    fewestDesired: () => fewest,
    /**
     * Those of them that have been running since before the deployment was completed, are called healthy, or have been
     * seen for long enough. The others were started in place of tasks that have ended since: they may end as soon.
     * `isMixed` says that some may be younger than the deployment's completion speaks for: where tasks have failed, or may
     * have unseen, or more have been asked for on the way. Then it counts only that a task had been running for long when it was completed.
     */
    stableOf(running: readonly Task[], completedAt: Date | undefined, isMixed: boolean): Task[] {
      const awsNow = timeInAws(completedAt);
      // A pause or a bake time may end just after a task has been started in place of another, or beside it.
      const marginMs = isMixed ? stableAfterMs : 0;
      for (const { taskArn = '' } of running) if (!firstSeen.has(taskArn)) firstSeen.set(taskArn, now());
      return running.filter(({ taskArn = '', healthStatus, startedAt }) => {
        if (healthStatus === 'UNHEALTHY') return false;
        const startedMs = startedAt?.getTime() ?? Infinity;
        const isOlder = startedMs + marginMs <= (completedAt?.getTime() ?? -Infinity);
        const hasLasted = startedMs + stableAfterMs <= awsNow;
        const wasSeen = now() - (firstSeen.get(taskArn) ?? 0) >= stableAfterMs;
        return healthStatus === 'HEALTHY' || isOlder || hasLasted || wasSeen;
      });
    },
  };
}

/** When ECS called the deployment that is PRIMARY completed, by AWS's clock. */
export function completionOf(service: Service, record: ServiceDeployment | undefined): Date | undefined {
  return record?.finishedAt ?? primaryOf(service)?.updatedAt;
}
