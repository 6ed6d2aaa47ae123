import type { Service } from '@aws-sdk/client-ecs';
import { type Followed, primaryOf } from '../ecs/deployments';
import { targetGroupsOf } from '../ecs/task-targets';
import type { ReadContainerLogTail } from './container-log-tail';
import type { Finding } from './finding';
import { lateTasksFinding, unhealthyTargetFindings } from './live-task-findings';
import { taskProgressOf, type TaskProgress } from './live-task-words';
import type { LiveTasksReader } from './live-tasks';

/** Looks at tasks that have not failed, and do not serve yet. */
export function liveTaskLooks(
  { deploymentId }: Followed,
  live: LiveTasksReader,
  readLogTail: ReadContainerLogTail,
) {
  const looksWhenLate = new Set<string>();
  return {
    /** What speaks against the targets of tasks that run, while the deployment is not completed. */
    async targetFindingsIfDue(service: Service): Promise<readonly Finding[]> {
      const { id, rolloutState, runningCount = 0 } = primaryOf(service) ?? {};
      const isOnItsWay = id === deploymentId && rolloutState === 'IN_PROGRESS' && runningCount > 0;
      if (!isOnItsWay || targetGroupsOf(service).length === 0 || !live.isDue()) return [];
      return unhealthyTargetFindings(await live.read(service, deploymentId, 'targets'), service);
    },
    /** What the tasks that are to come up wait for; undefined where it cannot be seen now. */
    async progress(service: Service, isGoingBack: boolean): Promise<TaskProgress | undefined> {
      const { id = '', desiredCount = 0 } = primaryOf(service) ?? {};
      const seen = await live.read(service, isGoingBack ? id : deploymentId, 'tasks');
      return seen && taskProgressOf(seen, desiredCount);
    },
    /** At a deadline, once: why the tasks that are to come up are not, where none of them is known to have failed. */
    async lateFinding(
      service: Service,
      wanted: ReadonlySet<string | undefined>,
      failed: readonly Finding[],
    ): Promise<Finding | undefined> {
      const { id = '' } = primaryOf(service) ?? {};
      const isOurs = id === deploymentId;
      if (!wanted.has(id) || looksWhenLate.has(id) || failed.some((one) => one.isOurs === isOurs))
        return undefined;
      looksWhenLate.add(id);
      const finding = await lateTasksFinding(await live.read(service, id, 'deadline'), service, readLogTail);
      return finding && { ...finding, isOurs };
    },
  };
}
