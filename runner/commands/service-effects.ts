import { callMeter } from '../aws/call-meter';
import type { Clients } from '../aws/clients/clients';
import type { PlaceSettings } from '../settings/slices';
import { ecsApi } from '../ecs/ecs-api';
import { alarmsApi } from '../cloudwatch/alarms-api';
import { targetHealthApi } from '../ecs/target-health-api';
import { taskLogsApi } from '../cloudwatch/task-logs-api';
import type { FollowEffects } from '../rollout/follow-context';

/** What a command that works on a service can see and touch. */
export function serviceEffectsOf(
  clients: Clients,
  place: PlaceSettings,
  host: Pick<FollowEffects, 'log' | 'clock' | 'interruption' | 'jobEnd'>,
): FollowEffects {
  const { clock, interruption } = host;
  const meter = callMeter(clock);
  return {
    ...host,
    meter,
    ecs: ecsApi(clients.ecs(), place, { clock, interruption, meter }),
    taskLogs: taskLogsApi(clients.logs, { interruption, meter }),
    alarms: alarmsApi(clients.cloudWatch),
    targetHealth: targetHealthApi(clients.loadBalancing, { interruption, meter }),
  };
}
