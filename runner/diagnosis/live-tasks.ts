import type { Service, Task, TaskDefinition } from '@aws-sdk/client-ecs';
import type { TargetHealthDescription } from '@aws-sdk/client-elastic-load-balancing-v2';
import { targetGroupsOf } from '../ecs/task-targets';
import { orElse } from '../errors';
import type { Timeline } from '../log/timeline';
import type { DiagnoseEffects } from './diagnose-effects';
import { bestEffort, type ReadTaskDefinition } from './best-effort';

/** The tasks of one deployment that run or are on their way, as they were last seen. */
export interface LiveTasks {
  readonly tasks: readonly Task[];
  /** By load balancer; undefined where nobody could ask. */
  readonly targets: readonly (readonly TargetHealthDescription[])[] | undefined;
  readonly definition: TaskDefinition | undefined;
}

/** A target is called unhealthy after some checks in a row: seconds to minutes (AWS docs). */
const betweenLooksMs = 60_000;
const tasksPerCall = 100;
/** One look that says why is worth going over the minute's budget by so much. */
const mostCallsAtDeadline = 6;

type Purpose = 'targets' | 'tasks' | 'deadline';

export type LiveTasksReader = ReturnType<typeof liveTasksReader>;

/** A call for each target group and two for each hundred tasks, where the minute has room for them, or at a deadline. */
export function liveTasksReader(
  { ecs, targetHealth, clock, meter }: DiagnoseEffects,
  readTaskDefinition: ReadTaskDefinition,
  timeline: Timeline,
) {
  let isReadable = true;
  const targetsIfPermitted = bestEffort('not shown: the health of its targets', timeline);
  let lastLook = -Infinity;

  async function tasksOf(deploymentId: string): Promise<readonly Task[]> {
    const look = async () => ecs.describeTasks(await ecs.listTasks('RUNNING'));
    const listed = await orElse(look(), () => {
      // The look at stopped tasks tells why; a list without an end would cost a minute's calls each time.
      isReadable = false;
      return [];
    });
    return listed.filter((task) => task.startedBy === deploymentId);
  }

  return {
    isDue: () => clock.now() - lastLook >= betweenLooksMs,
    /** To see `targets`, the tasks are asked for only where one is unhealthy. */
    async read(service: Service, deploymentId: string, purpose: Purpose): Promise<LiveTasks | undefined> {
      const balancers = targetGroupsOf(service);
      const calls = callsOf(service, balancers);
      const hasRoom =
        (purpose === 'deadline' && calls <= mostCallsAtDeadline) || meter.hasRoomFor('details', calls);
      if (!isReadable || !hasRoom) return undefined;
      lastLook = clock.now();
      const targets = isAnyRunning(service, deploymentId)
        ? await targetsIfPermitted(() => targetHealth.describeTargets(balancers))
        : undefined;
      if (purpose === 'targets' && !targets?.flat().some(isUnhealthy)) return undefined;
      const tasks = await tasksOf(deploymentId);
      const [{ taskDefinitionArn } = {}] = purpose === 'targets' ? [] : tasks;
      const definition = taskDefinitionArn ? await readTaskDefinition(taskDefinitionArn) : undefined;
      return { tasks, targets, definition };
    },
  };
}

const isAnyRunning = ({ deployments = [] }: Service, deploymentId: string) =>
  deployments.some(({ id, runningCount = 0 }) => id === deploymentId && runningCount > 0);

function callsOf({ runningCount = 0, pendingCount = 0 }: Service, balancers: readonly string[][]): number {
  return balancers.flat().length + 2 * Math.ceil((runningCount + pendingCount) / tasksPerCall);
}

export const isUnhealthy = ({ TargetHealth }: TargetHealthDescription): boolean =>
  ['unhealthy', 'unused'].includes(TargetHealth?.State ?? '');
