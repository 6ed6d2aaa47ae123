import type { Service, Task } from '@aws-sdk/client-ecs';
import type { TargetHealthDescription } from '@aws-sdk/client-elastic-load-balancing-v2';
import { namesIn, withNames } from '../causes/cause';
import { lateCause } from '../causes/late';
import { causeOf } from '../causes/failure-causes';
import { type Followed, primaryOf } from '../ecs/deployments';
import { targetGroupsOf, targetsOf } from '../ecs/task-targets';
import { familyRevisionOf, lastSegmentOf } from '../names/arn';
import type { ReadContainerLogTail } from './container-log-tail';
import { serviceFinding, type Finding } from './finding';
import {
  isRunning,
  pendingReasonOf,
  quietContainerOf,
  taskProgressOf,
  unhealthyTextOf,
  type TaskProgress,
} from './live-task-words';
import { isUnhealthy, type LiveTasks, type LiveTasksReader } from './live-tasks';

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

/** What the load balancer says against running tasks: it knows minutes before ECS gives a task up why it will. */
function unhealthyTargetFindings(live: LiveTasks | undefined, service: Service): Finding[] {
  const { tasks = [], targets = [] } = live ?? {};
  const unhealthy = targets.flat().filter(isUnhealthy);
  return tasks
    .filter(isRunning)
    .flatMap((task) => targetsOf(task, unhealthy))
    .map((target) => targetFinding(target, service));
}

function targetFinding(target: TargetHealthDescription, service: Service): Finding {
  const { Reason: reason, Description: description } = target.TargetHealth ?? {};
  const cause = causeOf({ kind: 'target', reason, description }, namesIn(service));
  return serviceFinding(cause, targetText(target));
}

function targetText({ Target, TargetHealth }: TargetHealthDescription): string {
  const { State = '', Reason, Description } = TargetHealth ?? {};
  const detail = [Reason, Description].filter((one) => one !== undefined).join(': ');
  return `target ${Target?.Id ?? ''}:${Target?.Port ?? ''} is ${State}${detail && ` (${detail})`}`;
}

/** Why tasks that have not failed are not up either, with the last log lines of one that runs; undefined where all are. */
async function lateTasksFinding(
  live: LiveTasks | undefined,
  service: Service,
  readLogTail: ReadContainerLogTail,
): Promise<Finding | undefined> {
  if (!live) return undefined;
  const all = live.tasks.map((task) => ({ task, waitFor: waitForOf(task, live) }));
  const late = all.filter(({ waitFor }) => waitFor !== '');
  const first = late.find(({ task }) => isRunning(task)) ?? late[0];
  if (!first) return undefined;
  const { task, waitFor } = first;
  const count = late.filter((one) => one.waitFor === waitFor).length;
  const revision = familyRevisionOf(task.taskDefinitionArn ?? '');
  const tasks = count === 1 ? `a task of ${revision} is` : `${count} tasks of ${revision} are`;
  const cause = withNames(lateCause({ tasks, isRunning: isRunning(task), waitFor }), namesIn(service));
  const [sick] = unhealthyTargetFindings({ ...live, tasks: [task] }, service);
  const container = isRunning(task) ? quietContainerOf(task, live, service) : undefined;
  const log =
    container === undefined ? undefined : await readLogTail({ ...notFailed, ...live, task }, container);
  const finding = sick?.cause ? sick : serviceFinding(cause, saidOf(task, live));
  return { ...finding, ...(log ? { log } : {}) };
}

const notFailed = { loadBalancedContainer: undefined, isOurs: true } as const;

const waitForOf = (task: Task, live: LiveTasks) =>
  isRunning(task) ? unhealthyTextOf(task, live) : pendingReasonOf(task);

/** What AWS says of a task: `task 1234 is RUNNING; container web is UNKNOWN; target 10.0.0.1:8080 is initial`. */
function saidOf(task: Task, { targets = [] }: LiveTasks): string {
  const { taskArn = '', lastStatus = '', containers = [] } = task;
  const parts = containers.map(
    ({ name = '', lastStatus: status = '', healthStatus }) =>
      `container ${name} is ${status}${healthStatus === undefined ? '' : ` (health ${healthStatus})`}`,
  );
  return [
    `task ${lastSegmentOf(taskArn)} is ${lastStatus}`,
    ...parts,
    ...targetsOf(task, targets.flat()).map(targetText),
  ].join('; ');
}
