import { runningTasksOf } from '../ecs/running-tasks';
import type { Service, Task } from '@aws-sdk/client-ecs';
import { familyRevisionOf } from '../names/arn';

/** What must really serve before a run may say so. */
export interface ExpectedService {
  readonly taskDefinition: string;
  /** `ecs-svc/N`; absent where any deployment of that revision will do (after ECS's own rollback). */
  readonly deploymentId?: string;
  /** The `sha256:...` that these containers may run: the image's, and those of its platforms if it is an index. */
  readonly containers?: { readonly names: readonly string[]; readonly imageDigests: readonly string[] };
}

/**
 * What is still missing before the service serves what is expected, as claims that do not hold; empty when it does.
 * `tasks` are those meant to run, or undefined where looking is not permitted.
 */
export function unmetClaims(
  service: Service | undefined,
  tasks: readonly Task[] | undefined,
  expected: ExpectedService,
): string[] {
  if (service?.status !== 'ACTIVE') return [`the service is ${service?.status ?? 'gone'}`];
  const primary = service.deployments?.find(({ status }) => status === 'PRIMARY');
  if (!primary) return ['the service has no PRIMARY deployment'];
  const { id = '', taskDefinition = '', rolloutState, runningCount = 0 } = primary;
  if (expected.deploymentId !== undefined && id !== expected.deploymentId) {
    return [`PRIMARY is ${id}, not ${expected.deploymentId}`];
  }
  const unmet: string[] = [];
  if (taskDefinition !== expected.taskDefinition) {
    unmet.push(
      `PRIMARY runs ${familyRevisionOf(taskDefinition)}, not ${familyRevisionOf(expected.taskDefinition)}`,
    );
  }
  if (rolloutState !== undefined && rolloutState !== 'COMPLETED')
    unmet.push(`its rollout is ${rolloutState}`);
  const needed = neededCountOf(service);
  if (runningCount < needed) unmet.push(`${runningCount} of ${needed} tasks are running`);
  return tasks && unmet.length === 0 ? unmetByTasks(tasks, id, needed, expected) : unmet;
}

/** How many tasks the service's own settings ask for before a deployment may count as done. */
export function neededCountOf({ desiredCount = 0, deploymentConfiguration }: Service): number {
  const early = deploymentConfiguration?.earlySuccessCriteria;
  if (!early?.enable) return desiredCount;
  const percent = Math.max(
    early.healthyPercent ?? 100,
    deploymentConfiguration?.minimumHealthyPercent ?? 100,
  );
  return Math.ceil((desiredCount * percent) / 100);
}

function unmetByTasks(
  tasks: readonly Task[],
  deploymentId: string,
  needed: number,
  expected: ExpectedService,
): string[] {
  const running = runningTasksOf(tasks, deploymentId);
  const unmet: string[] = [];
  if (running.length < needed) {
    unmet.push(`${running.length} of ${needed} tasks of ${deploymentId} are running`);
  }
  const { names = [], imageDigests = [] } = expected.containers ?? {};
  for (const name of names) {
    const strangers = running.filter((task) => {
      const digest = task.containers?.find((one) => one.name === name)?.imageDigest;
      // Not every agent reports a digest (inference); one that is reported must be ours.
      return digest !== undefined && !imageDigests.includes(digest);
    });
    if (strangers.length > 0)
      unmet.push(`${name} of ${strangers.length} tasks runs another image than ${imageDigests[0] ?? ''}`);
  }
  return unmet;
}
