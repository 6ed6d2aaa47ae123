import type { Followed } from '../ecs/followed';
import { runningTasksOf } from '../ecs/running-tasks';
import type { Service } from '@aws-sdk/client-ecs';
import type { TargetHealthDescription } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { CallMeter } from '../aws/call-meter';
import type { Clock } from '../clock';
import { EcsCdError } from '../errors';
import { plainText } from '../log/plain-text';
import { primaryOf } from '../ecs/deployments';
import type { Ecs } from '../ecs/ecs-api';
import { causeOf } from '../causes/failure-causes';
import type { Finding } from './finding';
import type { Timeline } from '../log/timeline';
import type { TargetHealth } from '../ecs/target-health-api';
import { targetGroupsOf, targetsOf } from '../ecs/task-targets';

export interface UnhealthyTargets {
  /** What the load balancer says against the running tasks of the deployment, while it is not completed. */
  look(service: Service): Promise<Finding[]>;
}

/** A target is called unhealthy after some checks in a row: seconds to minutes (AWS docs). */
const betweenLooksMs = 30_000;
const callsForTasks = 2;
const callsAMinute = 22;

/** The load balancer knows minutes before ECS gives a task up why it will. One call a target group, and seldom. */
export function unhealthyTargets(
  { deploymentId }: Followed,
  {
    ecs,
    targetHealth,
    clock,
    meter,
  }: { ecs: Ecs; targetHealth: TargetHealth; clock: Clock; meter: CallMeter },
  timeline: Timeline,
): UnhealthyTargets {
  let isPermitted = true;
  let lastLook = -Infinity;

  async function sickIn(groups: readonly string[]): Promise<TargetHealthDescription[]> {
    const targets = (await Promise.all(groups.map((arn) => targetHealth.describeTargetHealth(arn)))).flat();
    const sick = targets.filter(({ TargetHealth: { State = '' } = {} }) =>
      ['unhealthy', 'unused'].includes(State),
    );
    if (sick.length === 0) return [];
    // The group holds the tasks of every deployment: ours are told by their addresses.
    const running = runningTasksOf(await ecs.describeTasks(await ecs.listTasks('RUNNING')), deploymentId);
    return running.flatMap((task) => targetsOf(task, sick));
  }

  return {
    async look(service) {
      const primary = primaryOf(service);
      const groups = targetGroupsOf(service).flat();
      const isWaiting = primary?.id === deploymentId && primary.rolloutState === 'IN_PROGRESS';
      const isTime = clock.now() - lastLook >= betweenLooksMs;
      const isAffordable = meter.inLastMinute() + groups.length + callsForTasks <= callsAMinute;
      if (
        !isPermitted ||
        groups.length === 0 ||
        !isWaiting ||
        !primary.runningCount ||
        !isTime ||
        !isAffordable
      )
        return [];
      lastLook = clock.now();
      try {
        return (await sickIn(groups)).map(findingOf);
      } catch (error) {
        if (!(error instanceof EcsCdError)) throw error;
        if (error.verdict !== 'rejected') return [];
        isPermitted = false;
        timeline.tell(`no target health: ${error.message}${error.fix === undefined ? '' : `; ${error.fix}`}`);
        return [];
      }
    },
  };
}

function findingOf({ Target, TargetHealth }: TargetHealthDescription): Finding {
  const { State: state = '', Reason: reason, Description: description } = TargetHealth ?? {};
  const evidence = {
    kind: 'target' as const,
    state,
    ...(reason === undefined ? {} : { reason }),
    ...(description === undefined ? {} : { description }),
  };
  const detail = [reason, description].filter((one) => one !== undefined).join(': ');
  return {
    cause: causeOf(evidence),
    said: plainText(`target ${Target?.Id ?? ''}:${Target?.Port ?? ''} is ${state} (${detail})`),
    taskIds: [],
    isOurs: true,
  };
}
