import { setMaxListeners } from 'node:events';
import { callMeter, meterForAll, type CallMeter } from '../aws/call-meter';
import type { Clients } from '../aws/clients/clients';
import { alarmsApi } from '../cloudwatch/alarms-api';
import { taskLogsApi } from '../cloudwatch/task-logs-api';
import { ecrApi, type Ecr } from '../ecr/ecr-api';
import { ecsApi, type Ecs } from '../ecs/ecs-api';
import { ecsCallsOf } from '../ecs/ecs-calls-api';
import { sharedReadsApi, type SharedReads } from '../ecs/shared-reads-api';
import { targetHealthApi } from '../ecs/target-health-api';
import { lastSegmentOf } from '../names/arn';
import type { Repository } from '../names/image-reference';
import { addressSeen } from '../preflight/evidence/address-api';
import { type Lookup } from '../preflight/evidence/finding';
import { lookingUntil } from '../preflight/evidence/lookup';
import { surroundingsApi } from '../preflight/evidence/surroundings-api';
import type { PreflightEffects } from '../preflight/preflight';
import type { FollowEffects } from '../rollout/follow-context';
import { schedulesApi, type Schedules } from '../schedules/schedules-api';
import { consoleUrlOf } from '../report/console-url';
import type { AwsSettings } from '../settings/aws-settings';
import type { PlaceSettings } from '../settings/slices';
import type { CommandHost } from './dotenv-report';
import type { RecordedSettings } from './run-report';

/** What a command that works on a service can see and touch. */
export function serviceEffectsOf(
  clients: Clients,
  place: PlaceSettings,
  host: Pick<FollowEffects, 'log' | 'clock' | 'interruption' | 'jobEnd' | 'recorder'>,
  shared?: { readonly meter: CallMeter; readonly reads: SharedReads },
): FollowEffects & { readonly schedules: Schedules; readonly ofService: (name: string) => Ecs } {
  const { clock, interruption } = host;
  const meter = callMeter(clock, shared?.meter);
  return {
    ...host,
    meter,
    schedules: schedulesApi(clients, { interruption, clock }),
    ecs: ecsApi(clients.ecs(), place, { clock, interruption, meter }, shared?.reads),
    ofService: (service) => ecsApi(clients.ecs(), { ...place, service }, { clock, interruption, meter }),
    taskLogs: taskLogsApi(clients.logs, { interruption, meter }),
    alarms: alarmsApi(clients.cloudWatch),
    targetHealth: targetHealthApi(clients.loadBalancing, { interruption, meter }),
  };
}

/**
 * The same for each service that a command works on. Several share looks and a budget of calls, and each has a log of its
 * own, which begins its lines with its name.
 */
export function eachServiceOf<Settings extends RecordedSettings>(
  clients: Clients,
  all: readonly Settings[],
  { log, report, ...host }: Parameters<typeof serviceEffectsOf>[2] & Pick<CommandHost, 'report'>,
) {
  const isAlone = all.length < 2;
  const names = all.map(({ place }) => lastSegmentOf(place.service));
  const width = Math.min(widestLabel, Math.max(...names.map(({ length }) => length)));
  const shared = isAlone ? undefined : sharedBy(clients, all[0]?.place.cluster ?? '', host);
  return all.map((settings, index) => {
    const name = names[index] ?? '';
    const ownLog = isAlone ? log : log.labelled(`${name.padEnd(width)}  `);
    const own = { ...host, recorder: report?.recorderOf(settings), log: ownLog };
    return { name, settings, effects: serviceEffectsOf(clients, settings.place, own, shared) };
  });
}

function sharedBy(clients: Clients, cluster: string, host: Pick<FollowEffects, 'clock' | 'interruption'>) {
  // Each service listens; Node warns of more than ten, in the middle of the job log.
  setMaxListeners(0, host.interruption);
  const meter = meterForAll(host.clock);
  const calls = ecsCallsOf(clients.ecs(), { cluster, service: '' }, { ...host, meter });
  return { meter, reads: sharedReadsApi(calls, host) };
}

const widestLabel = 24;

/** What a preflight can see; each client is loaded when there is something to look at. */
export function preflightEffectsOf(clients: Clients, ecr: Ecr): PreflightEffects['look'] {
  const answers = new Map<string, Promise<unknown>>();
  return (signal) => {
    const lookAt = lookingUntil(signal);
    const api = surroundingsApi(clients, lookAt);
    const once = onceEach(api, Object.keys(api) as (keyof typeof api)[], answers);
    return { ...once, lookAt, ecr, alarms: alarmsApi(clients.cloudWatch) };
  };
}

/** ECR where the image is, which may be another region than that of the service. */
export function ecrOf(clients: Clients, aws: AwsSettings, repository: Repository, host: CommandHost): Ecr {
  const region = repository.region ?? aws.region;
  return ecrApi(clients.ecr(region), repository, region, host);
}

/** The same, where several services have one image. */
export const askedOnce = (ecr: Ecr): Ecr =>
  onceEach(ecr, ['image', 'commitOf', 'platformsOf', 'lifecyclePolicy', 'imageList'], new Map());

/** The same functions; what one of them has been asked is not asked again, unless no answer came. */
function onceEach<Api extends object>(
  api: Api,
  names: readonly (keyof Api & string)[],
  answers: Map<string, Promise<unknown>>,
): Api {
  const asking = names.map((name) => {
    const ask = api[name] as (...question: readonly unknown[]) => Promise<unknown>;
    const askOnce = (...question: readonly unknown[]) => {
      const key = JSON.stringify([name, ...question]);
      const answer = answers.get(key) ?? ask(...question);
      answers.set(key, answer);
      const forget = () => answers.delete(key);
      answer.then((seen) => isUnseen(seen) && forget(), forget);
      return answer;
    };
    return [name, askOnce] as const;
  });
  return { ...api, ...Object.fromEntries(asking) };
}

const isUnseen = (answer: unknown) => (answer as Partial<Lookup<unknown>> | undefined)?.kind === 'unseen';

interface EnvironmentSettings {
  readonly environmentUrl?: string | undefined;
  readonly aws: AwsSettings;
  readonly place: PlaceSettings;
}

const addressLimitMs = 5_000;

/** The address that was given, else the one that AWS shows, else the service's page in the console. No run fails for it. */
export async function environmentUrlOf(
  { environmentUrl, aws, place }: EnvironmentSettings,
  ecs: Ecs | undefined,
  clients: Clients,
  { clock, interruption }: CommandHost,
): Promise<string> {
  if (environmentUrl !== undefined) return environmentUrl;
  const signal = AbortSignal.any([interruption, clock.timeout(addressLimitMs)]);
  const found = ecs && (await addressSeen(ecs, clients, signal).catch(() => undefined));
  return found ?? consoleUrlOf({ region: aws.region, ...place });
}
