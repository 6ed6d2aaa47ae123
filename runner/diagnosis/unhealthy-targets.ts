import type { Service } from '@aws-sdk/client-ecs';
import type { TargetHealthDescription } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { CallMeter } from '../aws/call-meter';
import type { Clock } from '../clock';
import { type Followed, primaryOf, runningTasksOf } from '../ecs/deployments';
import type { Ecs } from '../ecs/ecs-api';
import { namesIn } from '../causes/cause';
import { causeOf } from '../causes/failure-causes';
import { bestEffort } from './best-effort';
import { serviceFinding, type Finding } from './finding';
import type { Timeline } from '../log/timeline';
import type { TargetHealth } from '../ecs/target-health-api';
import { targetGroupsOf, targetsOf } from '../ecs/task-targets';

interface Effects {
  readonly ecs: Ecs;
  readonly targetHealth: TargetHealth;
  readonly clock: Clock;
  readonly meter: CallMeter;
}

/** A target is called unhealthy after some checks in a row: seconds to minutes (AWS docs). */
const betweenLooksMs = 60_000;
/** To list and to describe them. */
const callsForTasks = 2;

/**
 * What the load balancer says against the running tasks of a deployment that is not completed: it knows minutes before
 * ECS gives a task up why it will. One call a target group, and seldom.
 */
export function unhealthyTargets({ deploymentId }: Followed, effects: Effects, timeline: Timeline) {
  const { clock, meter } = effects;
  const ifPermitted = bestEffort('no target health', timeline);
  let lastLook = -Infinity;

  return async (service: Service): Promise<Finding[]> => {
    const groups = targetGroupsOf(service).flat();
    const isWorthALook = groups.length > 0 && isRunning(service, deploymentId);
    const isTime = clock.now() - lastLook >= betweenLooksMs;
    if (!isWorthALook || !isTime || !meter.hasRoomFor('details', groups.length + callsForTasks)) return [];
    const unhealthy = await ifPermitted(() => {
      lastLook = clock.now();
      return unhealthyIn(groups, deploymentId, effects);
    });
    return (unhealthy ?? []).map((target) => findingOf(target, service));
  };
}

/** Tasks of it run, but it is not completed. */
function isRunning(service: Service, deploymentId: string): boolean {
  const { id, rolloutState, runningCount = 0 } = primaryOf(service) ?? {};
  return id === deploymentId && rolloutState === 'IN_PROGRESS' && runningCount > 0;
}

async function unhealthyIn(
  groups: readonly string[],
  deploymentId: string,
  { ecs, targetHealth }: Effects,
): Promise<TargetHealthDescription[]> {
  const targets = (await Promise.all(groups.map((arn) => targetHealth.describeTargetHealth(arn)))).flat();
  const unhealthy = targets.filter(({ TargetHealth: { State = '' } = {} }) =>
    ['unhealthy', 'unused'].includes(State),
  );
  if (unhealthy.length === 0) return [];
  // The group holds the tasks of every deployment: ours are told by their addresses.
  const running = runningTasksOf(await ecs.describeTasks(await ecs.listTasks('RUNNING')), deploymentId);
  return running.flatMap((task) => targetsOf(task, unhealthy));
}

function findingOf({ Target, TargetHealth }: TargetHealthDescription, service: Service): Finding {
  const { State: state = '', Reason: reason, Description: description } = TargetHealth ?? {};
  const detail = [reason, description].filter((one) => one !== undefined).join(': ');
  const said = `target ${Target?.Id ?? ''}:${Target?.Port ?? ''} is ${state} (${detail})`;
  const cause = causeOf({ kind: 'target', state, reason, description }, namesIn(service));
  return serviceFinding(cause, said);
}
