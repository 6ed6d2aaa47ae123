import { callMeter } from '../aws/call-meter';
import type { Clients } from '../aws/clients';
import type { ServiceSettings } from '../contract/settings';
import { ecsOf } from '../service/ecs';
import { targetHealthOf } from '../service/target-health';
import { taskLogsOf } from '../service/task-logs';
import type { FollowEffects } from '../service/watch';

/** What a command that works on a service can see and touch. */
export function serviceEffectsOf(
  clients: Clients,
  settings: Pick<ServiceSettings, 'cluster' | 'service'>,
  world: Pick<FollowEffects, 'log' | 'clock' | 'interruption'>,
): FollowEffects {
  const { clock, interruption } = world;
  const meter = callMeter(clock);
  return {
    ...world,
    meter,
    ecs: ecsOf(clients.ecs(), settings, { clock, interruption, meter }),
    taskLogs: taskLogsOf(clients.logs, { interruption, meter }),
    targetHealth: targetHealthOf(clients.loadBalancing, { interruption, meter }),
  };
}
