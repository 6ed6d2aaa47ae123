import type { Service } from '@aws-sdk/client-ecs';
import { EcsCdError } from '../errors';
import { minutesOf } from '../log/timeline';
import { familyRevisionOf } from '../names/arn';
import { poll, type Tick } from '../poll';
import type { JobEnd } from '../settings/job-end';
import { assess } from '../rollout/verify';
import type { Ending } from '../rollout/state/ending';
import type { FollowContext, FollowEffects } from '../rollout/follow-context';
import { rolloutStateOf } from '../rollout/state/rollout-state';
import { shortOfTasks } from '../rollout/state/late-ending';
import {
  isLastingUnseen,
  lostSightOf,
  unseenOf,
  type Unseen,
  blindLook,
  candidateIn,
  unconfirmedText,
  type SeenOnce,
} from '../rollout/state/second-look';
import type { Finding } from '../diagnosis/finding';

const tickMs = 10_000;
/** A look at everything takes more calls. */
const fullLookMs = 15_000;
/** What its surroundings take from a release (a Spot task, a host) is replaced by ECS, and not the release's fault. */
const replacementMs = 120_000;

export interface Bake {
  readonly bakeSeconds: number;
  /** Tasks that had ended before it began, for whatever reason. */
  readonly endedBefore: ReadonlySet<string>;
}

interface BakeState {
  /** Milliseconds of the clock. */
  readonly end: number;
  readonly service: Service | undefined;
  readonly candidate: SeenOnce | undefined;
  readonly unseen: Unseen | undefined;
}

/** Watches a release that was verified to serve, and verifies it again at the end. Without a bake time it does only that. */
export async function bake(bakeOf: Bake, context: FollowContext, effects: FollowEffects): Promise<Ending> {
  const { tell } = context.progress;
  const { clock, meter } = effects;
  const { bakeSeconds } = bakeOf;
  const name = familyRevisionOf(context.followed.taskDefinition);
  if (bakeSeconds > 0) tell(`bake time: ${name} must keep serving for ${minutesOf(bakeSeconds)}`);
  const end = clock.now() + bakeSeconds * 1000;
  const state = { end, service: undefined, candidate: undefined, unseen: undefined };
  // The release was looked at just now.
  const first = { state, waitMs: Math.min(tickMs, bakeSeconds * 1000) };
  const baked = await poll<BakeState, Look, Ending>(effects, first, {
    async read({ candidate }) {
      const [isOver, before] = [clock.now() >= end, meter.total()];
      const seen = await lookAt(isOver, candidate, context, effects);
      return { ...seen, isOver, roomInMs: meter.msUntilRoomFor(meter.total() - before) };
    },
    step: (before, look) => step(before, look, bakeOf, context, effects),
  });
  if ('interrupted' in baked)
    return { kind: 'cancelled', phase: 'completed', service: baked.interrupted.service };
  if (baked.end.kind === 'serving' && bakeSeconds > 0) tell(`bake time: over, ${name} kept serving`);
  return baked.end;
}

async function step(
  { end, service: before, unseen: earlier }: BakeState,
  { ending, ifUnseen, isOver, roomInMs, service = before, candidate }: Look,
  bakeOf: Bake,
  context: FollowContext,
  { clock, jobEnd }: FollowEffects,
): Promise<Tick<BakeState, Ending>> {
  const found = await judged(ending, service, isOver, bakeOf, context);
  if (found) return { end: found };
  if (jobEnd && clock.now() >= jobEnd.leaveAt)
    return { end: jobLimitEnding('its bake time (ECS_CD_BAKE_TIME) is not over', service, jobEnd) };
  const unseen = unseenOf(ifUnseen, service, earlier, { followed: context.followed, now: clock.now() });
  if (unseen && isLastingUnseen(unseen, clock.now())) return { end: unseen.ending };
  const isLate = clock.now() >= end + replacementMs;
  if (isLate && unseen?.isBroken !== false)
    return { end: unseen ? lostSightOf(ending, service) : lateEndingOf(ending, service, bakeOf, context) };
  const waitMs = isOver ? Math.max(fullLookMs, roomInMs) : Math.min(tickMs, end - clock.now());
  return { state: { end, service, candidate, unseen }, waitMs };
}

async function judged(
  ending: Look['ending'],
  service: Service | undefined,
  isOver: boolean,
  bakeOf: Bake,
  context: FollowContext,
): Promise<Ending | undefined> {
  const { diagnosis, progress, followed } = context;
  if (ending instanceof EcsCdError) {
    progress.blind(ending.message);
    return undefined;
  }
  if (typeof ending !== 'string' && ending.kind === 'lost-sight') return { ...ending, service };
  progress.sighted();
  progress.seen(followed, { service });
  const isMissing = isOver && typeof ending === 'string';
  await (isMissing ? diagnosis.lookNow(service) : diagnosis.look(service));
  if (typeof ending !== 'string' && ending.kind !== 'serving') return ending;
  const fault = faultOf(findingsSince(bakeOf.endedBefore, context), isMissing, service);
  if (fault !== undefined) return failedEnding(fault, service, bakeOf, context);
  return typeof ending === 'string' ? undefined : ending;
}

/** The job ends before a release has proved itself: no reason to undo it. */
export function jobLimitEnding(
  reason: string,
  service: Service | undefined,
  { limit }: Pick<JobEnd, 'limit'>,
): Ending {
  return { kind: 'job-limit', reason, limit, phase: 'completed', heldBy: 'that', service };
}

function failedEnding(
  why: string,
  service: Service | undefined,
  { bakeSeconds }: Bake,
  { progress }: FollowContext,
): Ending {
  const time = minutesOf(bakeSeconds);
  const reason = `it ${bakeSeconds > 0 ? `did not keep serving for ${time}` : 'stopped serving'}: ${why}`;
  progress.trouble(bakeSeconds > 0 ? `bake time: failed, ${why}` : reason, []);
  return { kind: 'failed', reason, service };
}

function lateEndingOf(
  missing: Look['ending'],
  service: Service | undefined,
  bakeOf: Bake,
  context: FollowContext,
): Ending {
  // ECS calls it completed: that nothing can be seen is no reason to undo it.
  if (missing instanceof EcsCdError) return { kind: 'lost-sight', error: missing, service };
  // Its own faults have been looked for.
  const taken = findingsSince(bakeOf.endedBefore, context).filter(({ cause }) => cause);
  const reason = shortOfTasks(service, context.desiredCountAtCompletion, taken);
  if (reason !== undefined) return { kind: 'short-of-tasks', reason, service };
  return typeof missing === 'string' ? failedEnding(missing, service, bakeOf, context) : missing;
}

interface Look {
  readonly isOver: boolean;
  /** Until the minute has room for another one. */
  readonly roomInMs: number;
  readonly service?: Service | undefined;
  readonly candidate?: SeenOnce | undefined;
  /** The ending, or what there is to say against one, or why nothing could be seen. */
  readonly ending: Ending | string | EcsCdError;
  readonly ifUnseen?: Ending;
}

async function lookAt(
  isOver: boolean,
  earlier: SeenOnce | undefined,
  context: FollowContext,
  effects: FollowEffects,
): Promise<Omit<Look, 'isOver' | 'roomInMs'>> {
  try {
    const service = await effects.ecs.describeBalancedService();
    const state = rolloutStateOf(context.followed, { service });
    const candidate = candidateIn(state, earlier, effects.clock.now());
    if (candidate) return { service, candidate, ending: unconfirmedText(state) };
    const isOurs = state.phase === 'completed' || state.phase === 'in-progress';
    if (isOurs && service?.desiredCount === 0) return { service, ending: { kind: 'empty', service } };
    if (isOurs && !isOver) return { service, ending: 'the bake time is not over' };
    // One that has ended asks for nothing: it tells since when the deployment has been completed.
    const reading = { service, ...(await context.record.read()) };
    return { service, ...(await assess(state, reading, context, effects)) };
  } catch (error) {
    if (error instanceof EcsCdError) return blindLook(error, earlier, effects.clock.now());
    throw error;
  }
}

type Diagnosed = Pick<FollowContext, 'diagnosis'>;

/** What failed before, and is listed for an hour, says nothing about what is to be proved now. */
export function endedTaskIdsOf({ diagnosis }: Diagnosed): ReadonlySet<string> {
  return new Set(diagnosis.findings().flatMap(({ taskIds }) => taskIds));
}

/** The findings about tasks that have ended since, each with these alone. */
function findingsSince(endedBefore: ReadonlySet<string>, { diagnosis }: Diagnosed): Finding[] {
  const since = diagnosis
    .findings()
    .map((one) => ({ ...one, taskIds: one.taskIds.filter((id) => !endedBefore.has(id)) }));
  return since.filter(({ isOurs, taskIds }) => isOurs && taskIds.length > 0);
}

/**
 * Of a hundred tasks one may crash and be replaced; as many as are to run may not, nor one that is missed in the end. One
 * that stopped for a reason that nobody knows was most likely taken from outside; several speak against the release.
 */
function faultOf(
  findings: readonly Finding[],
  isMissing: boolean,
  service: Service | undefined,
): string | undefined {
  const known = findings.filter(({ cause }) => cause?.fault === 'release');
  const failed = [...known, ...findings.filter(({ cause }) => !cause)].flatMap(({ taskIds }) => taskIds);
  const most = isMissing ? 1 : Math.max(1, service?.desiredCount ?? 1);
  if (failed.length < Math.max(known.length > 0 ? 1 : 2, most)) return undefined;
  return `${failed.length === 1 ? '1 task' : `${failed.length} tasks`} failed`;
}
