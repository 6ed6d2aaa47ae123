import type { Service, ServiceDeployment } from '@aws-sdk/client-ecs';
import { type Followed, hasEnded, primaryOf } from '../ecs/deployments';
import type { Phase, Reading } from './state/rollout-state';
import { EcsCdError, mayPass } from '../errors';
import type { DiagnoseEffects } from '../diagnosis/diagnose-effects';
import { lastSegmentOf, serviceRevisionIdOf } from '../names/arn';
import type { Ecs } from '../ecs/ecs-api';

/** The record may be dated a little before the deployment that it belongs to (AWS CLI sample: two seconds). */
const marginMs = 60_000;
/** A record that is there changes less often than the service, which hints at its end; one that is not may never come. */
const betweenReadsMs = 59_000;
/** Stages and weights of a traffic shift are told by nothing else. */
const betweenStagesMs = 12_000;
const searchMs = 15_000;
const justNowMs = 900;
/** Each failed reading takes the SDK's attempts, and time off the look at the service. */
const afterFailureMs = 30_000;
/** What nobody has read for so long may have ended long ago. */
const mostOldMs = 15 * 60_000;

type RecordReading = Omit<Reading, 'service'>;
type Effects = Pick<DiagnoseEffects, 'ecs' | 'log' | 'clock'>;

const noHooks: ReadonlySet<string> = new Set();

export type ServiceDeploymentReader = ReturnType<typeof serviceDeploymentReader>;

/**
 * Finds the service deployment that belongs to a deployment by the id of its service revision, never by "the newest",
 * and reads that one from then on, mostly in one API call a reading. Best effort: where the record cannot be read, the service's
 * own list of deployments goes on telling. `answered` are IDs of hooks that were answered just now.
 */
export function serviceDeploymentReader(followed: Followed, effects: Effects, answered = noHooks) {
  const { ecs, log, clock } = effects;
  const start = clock.now();
  let arn: string | undefined;
  let [seen, lastRead] = [unseen, -Infinity];
  let failure: EcsCdError | undefined;
  const isRefused = () => failure !== undefined && !mayPass(failure);
  const held = () => readingOf(seen, clock.now());
  const find = async () => (arn ??= await arnOf(followed, ecs));

  async function readNow(): Promise<RecordReading> {
    if (hasEnded(seen.record?.status) || isRefused()) return held();
    lastRead = clock.now();
    try {
      if (wasThere(followed, start)) await find();
      const found = arn === undefined ? undefined : await ecs.describeServiceDeployment(arn);
      const record = answeredIn(found, answered, lastRead - start);
      // An answer without the record shows nothing of it.
      seen = { ...seen, ...(record && { record, at: lastRead }), isOld: arn !== undefined && !record };
      await find();
    } catch (error) {
      if (!(error instanceof EcsCdError)) throw error;
      if (!failure) log.warning(`${error.message}; following the service's list of deployments instead`);
      failure = error;
      seen = { ...seen, isOld: true };
    }
    return held();
  }

  const readAfter = (pauseMs: number) =>
    clock.now() - lastRead < pauseMs ? Promise.resolve(held()) : readNow();
  const read = () => readAfter(seen.isOld ? afterFailureMs : justNowMs);
  return {
    /** Whether AWS does not let it be read: it will not be asked again. */
    isRefused,
    /** Its ARN, once it has been found. */
    arn: () => arn,
    /**
     * The record; none while it does not appear (it does seconds late, or never). Asks AWS only if this was not done just
     * now, and not for a record that has ended.
     */
    read,
    /** The same, and asks AWS though it was asked just now. */
    readNow,
    /** The last reading, until it is time for another one. */
    readIfDue(): Promise<RecordReading> {
      if (seen.record === undefined && clock.now() - start < searchMs) return read();
      return readAfter(seen.record?.lifecycleStage === undefined ? betweenReadsMs : betweenStagesMs);
    },
  };
}

const unseen: Seen = { record: undefined, at: -Infinity, isOld: false };

interface Seen {
  readonly record: ServiceDeployment | undefined;
  readonly at: number;
  /** The reading after it brought nothing. */
  readonly isOld: boolean;
}

function readingOf({ record, at, isOld }: Seen, now: number): RecordReading {
  if (!isOld) return { serviceDeployment: record };
  // A pause may last for days: while the service shows nothing else, it goes on.
  const isPaused = record?.lifecycleHookDetails?.some(({ status }) => status === 'AWAITING_ACTION');
  return isPaused || now - at < mostOldMs ? { serviceDeployment: record, isRecordOld: true } : {};
}

/** What such a deployment waits for is told by its record alone. */
const wasThere = ({ createdAt }: Followed, start: number) => start - createdAt.getTime() > marginMs;

async function arnOf(followed: Followed, ecs: Ecs): Promise<string | undefined> {
  const revisionId = serviceRevisionIdOf(followed.deploymentId);
  const createdAfter = new Date(followed.createdAt.getTime() - marginMs);
  for await (const briefs of ecs.listServiceDeployments({ createdAfter })) {
    const own = briefs.find(
      ({ targetServiceRevisionArn = '' }) => lastSegmentOf(targetServiceRevisionArn) === revisionId,
    );
    if (own) return own.serviceDeploymentArn;
  }
  return undefined;
}

/** Whether the record may have more to say than it had some seconds ago. */
export function isEndInSight(
  { deploymentId }: Followed,
  phase: Phase,
  service: Service | undefined,
): boolean {
  const { id, rolloutState } = primaryOf(service) ?? {};
  return rolloutState !== 'IN_PROGRESS' || (id !== deploymentId && phase === 'in-progress');
}

/** An answer that ECS has accepted shows within seconds (inference); past that the hook waits still. */
const answerShowsMs = 120_000;

/** The record as it is once ECS shows that these hooks were answered so long ago. */
function answeredIn(record: ServiceDeployment | undefined, answered: ReadonlySet<string>, agoMs: number) {
  if (agoMs >= answerShowsMs) return record;
  const lifecycleHookDetails = record?.lifecycleHookDetails?.map((hook) =>
    answered.has(hook.hookId ?? '') && hook.status === 'AWAITING_ACTION'
      ? { ...hook, status: 'IN_PROGRESS' as const }
      : hook,
  );
  return record && { ...record, lifecycleHookDetails };
}
