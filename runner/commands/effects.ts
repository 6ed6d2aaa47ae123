import { setMaxListeners } from 'node:events';
import { callMeter, meterForAll, type CallMeter } from '../aws/call-meter';
import type { Clients } from '../aws/clients/clients';
import { alarmsApi } from '../cloudwatch/alarms-api';
import { taskLogsApi } from '../cloudwatch/task-logs-api';
import { ecrApi, type Ecr } from '../ecr/ecr-api';
import { ecsApi } from '../ecs/ecs-api';
import { ecsCallsOf } from '../ecs/ecs-calls-api';
import { sharedReadsApi, type SharedReads } from '../ecs/shared-reads-api';
import { targetHealthApi } from '../ecs/target-health-api';
import type { JobLog } from '../log/job-log';
import type { Repository } from '../names/image-reference';
import { identityApi } from '../preflight/evidence/identity-api';
import { lookingUntil } from '../preflight/evidence/lookup';
import { networkApi, taskResourcesApi } from '../preflight/evidence/surroundings-api';
import type { PreflightEffects } from '../preflight/preflight';
import type { FollowEffects } from '../rollout/follow-context';
import type { AwsSettings } from '../settings/aws-settings';
import type { PlaceSettings } from '../settings/slices';
import type { CommandHost } from './dotenv-report';

/** What a command that works on a service can see and touch. */
export function serviceEffectsOf(
  clients: Clients,
  place: PlaceSettings,
  host: Pick<FollowEffects, 'log' | 'clock' | 'interruption' | 'jobEnd'>,
  shared?: { readonly meter: CallMeter; readonly reads: SharedReads },
): FollowEffects {
  const { clock, interruption } = host;
  const meter = callMeter(clock, shared?.meter);
  return {
    ...host,
    meter,
    ecs: ecsApi(clients.ecs(), place, { clock, interruption, meter }, shared?.reads),
    taskLogs: taskLogsApi(clients.logs, { interruption, meter }),
    alarms: alarmsApi(clients.cloudWatch),
    targetHealth: targetHealthApi(clients.loadBalancing, { interruption, meter }),
  };
}

/** The same of a command that works on several services of a cluster: they share clients, looks and a budget of calls. */
export function serviceEffectsMaker(
  all: Clients,
  cluster: string,
  host: Pick<FollowEffects, 'clock' | 'interruption' | 'jobEnd'>,
) {
  // Each service listens; Node warns of more than ten, in the middle of the job log.
  setMaxListeners(0, host.interruption);
  const clients = madeOnce(all);
  const meter = meterForAll(host.clock);
  const calls = ecsCallsOf(clients.ecs(), { cluster, service: '' }, { ...host, meter });
  const shared = { meter, reads: sharedReadsApi(calls, host) };
  return {
    clients,
    effectsOf: (place: PlaceSettings, log: JobLog) =>
      serviceEffectsOf(clients, place, { ...host, log }, shared),
  };
}

function madeOnce({ ecr, logs, ...others }: Clients): Clients {
  const once = (make: () => unknown) => {
    let made: unknown;
    return () => (made ??= make());
  };
  const held = Object.entries(others).map(([name, make]) => [name, once(make)]);
  return { ecr, logs, ...(Object.fromEntries(held) as typeof others) };
}

/** What a preflight can see; each client is loaded when there is something to look at. */
export function preflightEffectsOf(clients: Clients, ecr: Ecr): PreflightEffects['look'] {
  return (signal) => {
    const lookAt = lookingUntil(signal);
    return {
      ...identityApi(clients, lookAt),
      ...taskResourcesApi(clients, lookAt),
      ...networkApi(clients, lookAt),
      ...{ lookAt, ecr, alarms: alarmsApi(clients.cloudWatch) },
    };
  };
}

/** ECR where the image is, which may be another region than that of the service. */
export function ecrOf(clients: Clients, aws: AwsSettings, repository: Repository, host: CommandHost): Ecr {
  const { clock, interruption, wire } = host;
  const region = repository.region ?? aws.region;
  return ecrApi(clients.ecr(region), repository, region, { clock, interruption, wire });
}
