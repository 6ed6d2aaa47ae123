import type { Followed } from '../ecs/followed';
import type { Service } from '@aws-sdk/client-ecs';
import { pauseAfterMs } from '../aws/call-meter';
import { EcsCdError } from '../errors';
import { familyRevisionOf } from '../names/arn';
import { primaryOf } from '../ecs/deployments';
import { endingOf, type Ending } from './ending';
import { rolloutStateOf, withReasonOf, type Reading, type RolloutState } from './rollout-state';
import { scaledUpMeanwhile } from './scaled-up-meanwhile';
import type { FollowEffects, FollowContext } from './follow-context';

// ECS's read buckets refill with 20 calls a second for a whole account (AWS docs): one DescribeServices a tick leaves
// room for a hundred jobs at once, and no verdict is later than a tick.
const tickMs = 5_000;
const firstLookMs = 2_000;
/** ECS takes seconds to call a deployment completed when its tasks serve alone; a few closer looks see it sooner. */
const tickNearEndMs = 1_000;
const looksNearEnd = 4;
/** While AWS does not answer, and while tasks are looked at that do not come up: that takes more calls. */
const slowTickMs = 10_000;
/** Closer looks only where the minute has calls left for them and for looking at the tasks. */
const callsBeforeCloserLooks = 20;
/** A look that took more calls than this, at hundreds of tasks, is paid for with a pause. */
const dearLook = 10;

/** Follows one deployment, and only that one, until it has ended one way or the other. Changes nothing in AWS. */
export async function followRollout(context: FollowContext, effects: FollowEffects): Promise<Ending> {
  const { followed, diagnosis, progress, timeoutSeconds } = context;
  const { clock, interruption, meter } = effects;
  let service: Service | undefined;
  let deadline = clock.now() + timeoutSeconds * 1000;
  let known: RolloutState = { phase: 'in-progress' };
  let missing: string | EcsCdError = 'ECS has reported nothing yet';
  let pause = firstLookMs;
  let isExtended = false;
  let looksLeft = looksNearEnd;
  const waitedFor = new Set<string>();

  for (;;) {
    const before = clock.now();
    const callsBefore = meter.total();
    await clock.sleep(Math.min(pause, deadline - before), interruption);
    if (interruption.aborted) return { kind: 'cancelled', phase: known.phase, service };
    const seen: Look | 'interrupted' = await orInterrupted(look(context, known, effects), interruption);
    if (seen === 'interrupted') continue;
    // A read that was ended by the interruption is told by the interruption itself.
    if (isOver(interruption)) continue;
    const { observation, rollout, ending }: Look = seen;
    service = observation?.service ?? service;

    if (observation) progress.seen(followed, observation.service, isGoingBack((rollout ?? known).phase));
    if (ending instanceof EcsCdError) {
      if (ending.verdict !== 'try-again' && ending.verdict !== 'cancelled')
        return { kind: 'lost-sight', error: ending, service };
      progress.blind(ending.message);
    } else {
      progress.sighted();
    }
    if (rollout && rollout.phase !== known.phase) {
      if (rollout.phase === 'paused' || rollout.phase === 'rolling-back') {
        const isAsked = rollout.phase === 'rolling-back' && context.isRollbackAsked;
        progress.tell(`${rollout.phase}: ${isAsked ? 'as this job asked' : rollout.reason}`);
      }
      // Going back takes as long as going forward did: it gets the same time again, once.
      if (rollout.phase === 'rolling-back' && !isExtended) {
        deadline = clock.now() + context.rollbackSeconds * 1000;
        isExtended = true;
      }
      known = rollout;
    }
    const { phase } = known;
    if (rollout?.phase === 'paused') deadline += clock.now() - before;
    if (typeof ending !== 'string' && !(ending instanceof EcsCdError)) {
      if (ending.kind === 'serving') return ending;
      await diagnosis.lookNow(service);
      return withReading(ending, service);
    }
    await diagnosis.look(observation?.service);
    const isOpen = phase === 'in-progress' || phase === 'completed';
    const certainFailure = context.isFailFast && isOpen ? diagnosis.certainFailure(service) : undefined;
    if (certainFailure !== undefined) {
      progress.tell(`${familyRevisionOf(followed.taskDefinition)}: ${certainFailure}`);
      // Nothing is left to stop once ECS calls it completed.
      return { kind: phase === 'completed' ? 'unfit' : 'hopeless', reason: certainFailure, service };
    }
    if (typeof ending === 'string' && (phase === 'completed' || phase === 'rolled-back')) {
      // The counts in it are told as counts.
      const kind = ending.replaceAll(/\d+/g, '');
      if (!waitedFor.has(kind)) progress.tell(`waiting: ${ending}`);
      waitedFor.add(kind);
    }
    missing = ending;
    const callsOfLook = meter.total() - callsBefore;
    const afterLookMs = pauseAfterMs(callsOfLook);
    if (ending instanceof EcsCdError || phase === 'completed') pause = Math.max(slowTickMs, afterLookMs);
    else pause = isWorthACloserLook() ? tickNearEndMs : callsOfLook > dearLook ? afterLookMs : tickMs;
    if (clock.now() >= deadline) {
      await diagnosis.lookNow(service);
      const shortfall = scaledUpMeanwhile(service, context.asked.get(), diagnosis.findings());
      if (phase === 'completed' && typeof missing === 'string' && shortfall !== undefined)
        return { kind: 'short', reason: shortfall, service };
      return withReading(lateEndingOf(phase, missing), service);
    }
  }

  function isWorthACloserLook(): boolean {
    // The deadline brings a look of its own.
    const isTime = deadline - clock.now() > tickMs && isNearEnd(followed, service);
    return isTime && meter.inLastMinute() < callsBeforeCloserLooks && looksLeft-- > 0;
  }
}

type Unserved = Exclude<Ending, { kind: 'serving' }>;

function withReading(ending: Unserved, service: Service | undefined): Ending {
  return { ...ending, service };
}

/** A deployment that ECS calls completed is not undone because we may not, or cannot, look at its tasks. */
function lateEndingOf(phase: RolloutState['phase'], missing: string | EcsCdError): Unserved {
  if (missing instanceof EcsCdError && phase === 'completed') return { kind: 'lost-sight', error: missing };
  const isBlind = typeof missing !== 'string';
  return { kind: 'deadline', reason: isBlind ? missing.message : missing, stand: standOf(phase, isBlind) };
}

function isGoingBack(phase: RolloutState['phase']): boolean {
  return phase === 'rolling-back' || phase === 'rolled-back';
}

function standOf(
  phase: RolloutState['phase'],
  isBlind: boolean,
): Extract<Ending, { kind: 'deadline' }>['stand'] {
  // A rollback that was seen to begin is not begun again, whatever cannot be seen since.
  if (isGoingBack(phase)) return 'rolling-back';
  if (isBlind) return 'unknown';
  return phase === 'completed' ? 'completed' : 'in-progress';
}

interface Look {
  readonly observation?: Reading;
  readonly rollout?: RolloutState;
  /** The ending, or what is still missing for one, or why nothing could be seen. */
  readonly ending: Ending | string | EcsCdError;
}

async function look(context: FollowContext, known: RolloutState, effects: FollowEffects): Promise<Look> {
  let observation: Reading | undefined;
  let rollout: RolloutState | undefined;
  const seen = () => ({ ...(observation ? { observation } : {}), ...(rollout ? { rollout } : {}) });
  try {
    // The record first: a service that is read after it cannot be the older reading of the two.
    const held = await context.record.readIfDue();
    const service = await effects.ecs.describeService();
    const isNews = isEndInSight(context.followed, known.phase, service);
    const serviceDeployment = isNews ? await context.record.read() : held;
    observation = { service, ...(serviceDeployment ? { serviceDeployment } : {}) };
    rollout = withReasonOf(known, rolloutStateOf(context.followed, observation));
    return { ...seen(), ending: await endingOf(rollout, observation, context, effects) };
  } catch (error) {
    if (error instanceof EcsCdError) return { ...seen(), ending: error };
    throw error;
  }
}

/** A cancelled job has seconds to live: it does not wait for an answer that is on its way. */
async function orInterrupted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | 'interrupted'> {
  let stop = () => {};
  const interrupted = new Promise<'interrupted'>((resolve) => {
    stop = () => resolve('interrupted');
    signal.addEventListener('abort', stop, { once: true });
  });
  return Promise.race([work, interrupted]).finally(() => signal.removeEventListener('abort', stop));
}

/** Whether the record may have more to say than it had some seconds ago. */
function isEndInSight(
  { deploymentId }: Followed,
  phase: RolloutState['phase'],
  service: Service | undefined,
): boolean {
  const { id, rolloutState } = primaryOf(service) ?? {};
  return rolloutState !== 'IN_PROGRESS' || (id !== deploymentId && phase === 'in-progress');
}

/** Ours is there in full, and nothing else is meant to run. */
function isNearEnd({ deploymentId }: Followed, service: Service | undefined): boolean {
  const { deployments = [] } = service ?? {};
  return deployments.every(({ id, desiredCount = 0, runningCount = 0 }) =>
    id === deploymentId ? desiredCount > 0 && runningCount === desiredCount : desiredCount === 0,
  );
}

function isOver({ aborted }: AbortSignal): boolean {
  return aborted;
}
