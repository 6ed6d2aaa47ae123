import type { Service, ServiceDeployment } from '@aws-sdk/client-ecs';
import type { Clock } from '../clock';
import type { Problem } from '../errors';
import { familyRevisionOf } from '../names/arn';

/** What became of one service in a run, for its report: only what changed from one reading to the next, and of that not too much. */
export interface Recording {
  readonly replaced?: Replacement;
  readonly checks: readonly CheckRecord[];
  readonly events: readonly RecordedEvent[];
  /** How many events there is no room for. */
  readonly eventsLeftOut: number;
  readonly samples: readonly Sample[];
  /** The way there, and the way back where there was one. */
  readonly legs: readonly Leg[];
}

/** What a deployment brings in place of what. */
export interface Replacement {
  readonly before?: Release | undefined;
  readonly after: Release;
  readonly differences: readonly DifferenceRecord[];
}

interface Release {
  /** `web:7` */
  readonly revision: string;
  readonly image?: string | undefined;
  readonly tag?: string | undefined;
  readonly commit?: string | undefined;
}

export interface DifferenceRecord {
  readonly path: readonly string[];
  readonly kind: 'added' | 'removed' | 'changed';
  readonly before?: string | undefined;
  readonly after?: string | undefined;
  readonly isHidden?: boolean | undefined;
}

export interface CheckRecord extends Problem {
  readonly severity: 'error' | 'warning' | 'unknown';
}

interface RecordedEvent {
  /** Milliseconds of the clock. */
  readonly at: number;
  readonly kind: 'news' | 'failure';
  readonly text: string;
}

/** The tasks of each deployment of the service, and where a traffic shift stands, from then on. */
interface Sample {
  readonly at: number;
  readonly tasks: readonly {
    readonly deployment: string;
    readonly revision: string;
    readonly running: number;
    readonly pending: number;
    readonly failed: number;
    readonly desired: number;
  }[];
  readonly stage?: string | undefined;
  /** Percent of the traffic that goes to the new revision. */
  readonly production?: number | undefined;
  readonly test?: number | undefined;
}

interface Leg {
  readonly at: number;
  readonly kind: 'rollout' | 'rollback';
  readonly revision: string;
  readonly deployment: string;
}

export const nothingRecorded: Recording = {
  checks: [],
  events: [],
  eventsLeftOut: 0,
  samples: [],
  legs: [],
};

const mostDeployments = 5;
const mostSamples = 240;
const mostEvents = 160;
/** The beginning explains the rest. */
const firstEvents = 40;

/** One look at the service. */
export interface LookRecord {
  /** The deployment that is to come up. */
  readonly subject: Pick<Leg, 'deployment' | 'revision'>;
  readonly isGoingBack: boolean;
  readonly service: Service;
  readonly record: ServiceDeployment | undefined;
}

export function withLook(recording: Recording, look: LookRecord, at: number): Recording {
  const leg = legOf(recording.legs, look, at);
  return {
    ...recording,
    samples: withSample(recording.samples, sampleOf(look, recording.samples.at(-1), at)),
    legs: leg ? [...recording.legs, leg].slice(0, mostDeployments) : recording.legs,
  };
}

export function withEvent(recording: Recording, event: RecordedEvent): Recording {
  const events = [...recording.events, event];
  if (events.length <= mostEvents) return { ...recording, events };
  return {
    ...recording,
    events: events.toSpliced(firstEvents, 1),
    eventsLeftOut: recording.eventsLeftOut + 1,
  };
}

function sampleOf({ service, record }: LookRecord, before: Sample | undefined, at: number): Sample {
  const tasks = (service.deployments ?? []).slice(0, mostDeployments).map((each) => ({
    deployment: each.id ?? '',
    revision: familyRevisionOf(each.taskDefinition ?? ''),
    running: each.runningCount ?? 0,
    pending: each.pendingCount ?? 0,
    failed: each.failedTasks ?? 0,
    desired: each.desiredCount ?? 0,
  }));
  // Not every look reads the record.
  return { ...(record ? shiftOf(record) : before), at, tasks };
}

function shiftOf({ lifecycleStage: stage, targetServiceRevision: target }: ServiceDeployment) {
  const { requestedProductionTrafficWeight: production, requestedTestTrafficWeight: test } = target ?? {};
  return { stage, production, test };
}

/** Where a rollout of hours changes more often than that, every second of what there is goes. */
function withSample(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const last = samples.at(-1);
  if (last && JSON.stringify({ ...last, at: 0 }) === JSON.stringify({ ...sample, at: 0 })) return samples;
  const kept = samples.length < mostSamples ? samples : samples.filter((_, index) => index % 2 === 0);
  return [...kept, sample];
}

/** One that has begun with this look. */
function legOf(legs: readonly Leg[], { isGoingBack, subject }: LookRecord, at: number): Leg | undefined {
  const [first = subject, last] = [legs[0], legs.at(-1)];
  // A way back that has failed shows the service with the release again.
  if (last?.kind === 'rollback' && subject.deployment === first.deployment) return undefined;
  const isBack = isGoingBack || first.deployment !== subject.deployment;
  const kind = isBack && legs.length > 0 ? 'rollback' : 'rollout';
  const isSame = last?.kind === kind && last.deployment === subject.deployment;
  return isSame ? undefined : { at, kind, ...subject };
}

/** Keeps what becomes of one service while a run is under way: its report needs it also where the run is broken off. */
export type Recorder = ReturnType<typeof recorderOf>;

export function recorderOf(clock: Clock) {
  let recording: Recording = nothingRecorded;
  return {
    replaces(replaced: Replacement) {
      recording = { ...recording, replaced };
    },
    checked(checks: readonly CheckRecord[]) {
      recording = { ...recording, checks };
    },
    saw(look: LookRecord) {
      recording = withLook(recording, look, clock.now());
    },
    told(text: string, kind: RecordedEvent['kind']) {
      recording = withEvent(recording, { at: clock.now(), kind, text });
    },
    recording: () => recording,
  };
}
