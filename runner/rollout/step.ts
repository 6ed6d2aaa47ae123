import type { Service } from '@aws-sdk/client-ecs';
import type { Finding } from '../diagnosis/finding';
import { EcsCdError } from '../errors';
import { familyRevisionOf } from '../names/arn';
import type { Tick } from '../poll';
import type { FollowContext } from './follow-context';
import type { Ending } from './state/ending';
import { isGoingBack, type Reading, type RolloutState } from './state/rollout-state';
import { completion, type Hold, holdIn } from './state/hold';
import { closerLooks, firstLookMs, paceOf, type Calls } from './pace';
import type { SeenOnce } from './state/second-look';
import type { JobEnd } from '../settings/job-end';
import { endOfTime, jobLimitTextOf } from './state/late-ending';
import { unseenOf, type Unseen } from './state/second-look';
import type { Assessment } from './verify';
import { endOfHold, newsOfPatience, patienceOf, spend, type Patience } from './state/patience';

/** What following a deployment knows between two looks at AWS. */
export interface FollowState {
  readonly rollout: RolloutState;
  /** The last one that was read. */
  readonly service: Service | undefined;
  readonly patience: Patience;
  /** Whether a rollback has got its time. */
  readonly isExtended: boolean;
  readonly closerLooksLeft: number;
  /** What was told to be waited for, without the counts in it. */
  readonly waitedFor: ReadonlySet<string>;
  readonly desiredCountAtCompletion: number | undefined;
  /** What the last look showed and this one has to confirm. */
  readonly candidate: SeenOnce | undefined;
  readonly unseen: Unseen | undefined;
  /** All of its tasks run, and are not healthy yet. */
  readonly unproven?: Look['unproven'];
}

type StepOptions = Pick<
  FollowContext,
  | ('followed' | 'timeoutSeconds' | 'rollbackSeconds' | 'desiredCountAtCompletion')
  | ('isRollbackAsked' | 'isSettling' | 'isFailFast')
>;

export interface Look extends Omit<Assessment, 'ending'> {
  readonly reading?: Reading;
  readonly rollout?: RolloutState;
  readonly candidate?: SeenOnce;
  /** The ending, or what is still missing for one, or why nothing could be seen now. */
  readonly ending: Assessment['ending'] | EcsCdError;
}

export interface DiagnosisReading {
  /** Why it cannot succeed any more, in words. */
  readonly certainFailure: string | undefined;
  readonly findings: readonly Finding[];
}

/** What a half of a step answers beside its result: lines for the job log. */
interface Said {
  readonly say: readonly string[];
}

export function firstTick(
  { timeoutSeconds, desiredCountAtCompletion }: StepOptions,
  now: number,
): { readonly state: FollowState; readonly waitMs: number } {
  const patience = patienceOf(timeoutSeconds, now);
  return {
    state: {
      rollout: { phase: 'in-progress' },
      service: undefined,
      patience,
      isExtended: false,
      closerLooksLeft: closerLooks,
      waitedFor: new Set(),
      desiredCountAtCompletion,
      candidate: undefined,
      unseen: undefined,
    },
    waitMs: Math.min(firstLookMs, patience.remainingMs),
  };
}

/** The first half of a step: what a look makes of the state. */
export function observe(
  state: FollowState,
  look: Look,
  options: StepOptions,
  now: number,
): Said & { readonly state: FollowState } {
  const { reading, rollout = state.rollout } = look;
  const service = reading?.service ?? state.service;
  const isNew = rollout.phase !== state.rollout.phase;
  const spent = spend(state.patience, holdFor(state, look, options), now, reading !== undefined);
  const { say, stage } = newsOfPatience(state.patience, spent, reading);
  const sight = unseenOf(look.ifUnseen, service, state.unseen, { followed: options.followed, now });
  // What failed is to be undone already: that it is out of sight changes nothing.
  const unseen = options.isSettling && sight?.isBroken ? undefined : sight;
  const { candidate, unproven } = look;
  const seen = { ...state, service, patience: { ...spent, stage }, candidate, unseen, unproven };
  if (!isNew) return { say, state: seen };
  const next = begun(rollout, seen, options);
  return { say: [...say, ...next.say], state: next.state };
}

function holdFor(
  { patience }: FollowState,
  { reading, rollout, unproven }: Look,
  options: StepOptions,
): Hold | undefined {
  if (!reading || !rollout) return patience.hold;
  const isAllowed = !options.isSettling || isGoingBack(rollout.phase);
  const hold = isAllowed ? holdIn(options.followed, reading, rollout.phase) : undefined;
  if (!unproven) return hold;
  // In a bake ECS waits that long anyway: a task in place of one that AWS took is young once more.
  const { lastsMs = 0 } = hold?.kind === 'bake' ? hold : {};
  const atMostMs = Math.max(completion.atMostMs, lastsMs);
  return unproven === 'young' ? { ...completion, atMostMs } : undefined;
}

function begun(
  rollout: RolloutState,
  state: FollowState,
  options: StepOptions,
): Said & { readonly state: FollowState } {
  const next = { ...state, rollout };
  switch (rollout.phase) {
    case 'paused':
      return { say: [`paused: ${rollout.reason}`], state: next };
    case 'completed': {
      const desiredCount = state.service?.desiredCount ?? 0;
      const desiredCountAtCompletion = state.desiredCountAtCompletion ?? desiredCount;
      return { say: [], state: { ...next, desiredCountAtCompletion } };
    }
    case 'rolling-back': {
      const say = [
        options.isRollbackAsked ? 'rolling back, as this job asked' : `rolling back: ${rollout.reason}`,
      ];
      // Going back takes as long as going forward did: it gets the same time again, once.
      if (state.isExtended) return { say, state: next };
      const patience = { ...state.patience, remainingMs: options.rollbackSeconds * 1000 };
      return { say, state: { ...next, patience, isExtended: true } };
    }
    default:
      return { say: [], state: next };
  }
}

/** The second half: whether that is the end, and if not, how long to wait for the next look. */
export function decide(
  state: FollowState,
  ending: Look['ending'],
  diagnosis: DiagnosisReading,
  options: StepOptions,
  {
    calls,
    now,
    jobEnd,
  }: { readonly calls: Calls; readonly now: number; readonly jobEnd?: JobEnd | undefined },
): Said & { readonly next: Tick<FollowState, Ending> } {
  if (typeof ending !== 'string' && !(ending instanceof EcsCdError)) return endWith(ending, state);
  const certain = certainFailureIn(state, diagnosis, options);
  if (certain) {
    const name = familyRevisionOf(options.followed.taskDefinition);
    return { ...endWith(certain, state), say: [`${name}: ${certain.reason}`] };
  }
  const { say, waitedFor } = newlyWaitedFor(state, ending);
  const patience = spend(state.patience, state.patience.hold, now, !(ending instanceof EcsCdError));
  const late = endOfTime({ ...state, patience }, ending, diagnosis, now, jobEnd);
  if (late)
    return { ...endWith(late, state), say: late.kind === 'job-limit' ? [...say, jobLimitTextOf(late)] : say };
  const { waitMs, isCloser } = paceOf(
    { ...state, patience },
    ending instanceof EcsCdError,
    calls,
    options.followed,
  );
  const closerLooksLeft = state.closerLooksLeft - (isCloser ? 1 : 0);
  return {
    say,
    next: {
      state: { ...state, patience, closerLooksLeft, waitedFor },
      waitMs: jobEnd ? Math.min(waitMs, jobEnd.leaveAt - now) : waitMs,
    },
  };
}

function endWith(ending: Ending, { service, desiredCountAtCompletion, patience: { hold } }: FollowState) {
  const seen = ending.kind === 'serving' ? ending : { ...ending, service };
  const baking = 'baking' in ending ? { baking: { until: hold && endOfHold(hold) } } : {};
  return { say: [], next: { end: { ...seen, ...baking, desiredCountAtCompletion } } } as const;
}

function certainFailureIn(
  { rollout: { phase } }: FollowState,
  { certainFailure: reason }: DiagnosisReading,
  { isFailFast }: StepOptions,
): Extract<Ending, { kind: 'failed' | 'cannot-succeed' }> | undefined {
  if (!isFailFast || reason === undefined) return undefined;
  // Nothing is left to stop once ECS calls it completed.
  if (phase === 'completed') return { kind: 'failed', reason };
  return phase === 'in-progress' ? { kind: 'cannot-succeed', reason } : undefined;
}

function newlyWaitedFor(
  { rollout: { phase }, waitedFor }: FollowState,
  missing: string | EcsCdError,
): Said & Pick<FollowState, 'waitedFor'> {
  const isWaiting = phase === 'completed' || phase === 'rolled-back';
  if (typeof missing !== 'string' || !isWaiting) return { say: [], waitedFor };
  // The counts in it are told as counts.
  const kind = missing.replaceAll(/\d+/g, '');
  if (waitedFor.has(kind)) return { say: [], waitedFor };
  return { say: [`waiting: ${missing}`], waitedFor: new Set([...waitedFor, kind]) };
}
