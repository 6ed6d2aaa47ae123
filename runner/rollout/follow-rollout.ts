import { EcsCdError } from '../errors';
import { poll } from '../poll';
import { assess, endsInBake } from './verify';
import { endsAt, type Ending } from './state/ending';
import type { FollowContext, FollowEffects } from './follow-context';
import { isGoingBack, rolloutStateOf, withReasonOf } from './state/rollout-state';
import { blindLook, candidateIn, unconfirmedText } from './state/second-look';
import { decide, firstTick, observe, type FollowState, type Look } from './step';
import { isEndInSight } from './service-deployment';
import { countsOf } from './progress';
import { untilText } from './state/patience';

/** Follows one deployment, and only that one, until it has ended one way or the other. Changes nothing in AWS. */
export async function followRollout(context: FollowContext, effects: FollowEffects): Promise<Ending> {
  const { diagnosis, progress } = context;
  const { clock, meter, jobEnd } = effects;
  let callsBefore = meter.total();
  const followed = await poll<FollowState, Look, Ending>(effects, firstTick(context, clock.now()), {
    read(before) {
      callsBefore = meter.total();
      return lookAt(context, before, effects);
    },
    async step(before, look) {
      const { state, say } = observe(before, look, context, clock.now());
      tellReading(look, state, context);
      say.forEach(progress.tell);
      await diagnose(look, state, context);
      const diagnosed = {
        findings: diagnosis.findings(),
        certainFailure: diagnosis.certainFailure(state.service),
      };
      const roomInMs = meter.msUntilRoomFor(meter.total() - callsBefore);
      const calls = { inLastMinute: meter.inLastMinute(), roomInMs };
      const decision = decide(state, look.ending, diagnosed, context, { calls, now: clock.now(), jobEnd });
      decision.say.forEach(progress.tell);
      if (!('end' in decision.next) && progress.isQuiet())
        await tellWaiting(look, missingIn(look), state, context);
      return decision.next;
    },
  });
  if ('end' in followed) return followed.end;
  const { rollout, service } = followed.interrupted;
  return { kind: 'cancelled', phase: rollout.phase, service };
}

async function lookAt(
  context: FollowContext,
  { rollout: known, candidate: earlier, patience }: FollowState,
  effects: FollowEffects,
): Promise<Look> {
  const { record, followed } = context;
  // A hold may have begun since the record was last read: nothing is undone by what it said before.
  const isLast = effects.clock.now() - patience.at >= patience.remainingMs;
  let seen: Pick<Look, 'reading' | 'rollout'> = {};
  try {
    // The record first: a service that is read after it cannot be the older reading of the two.
    const held = await record.readIfDue();
    const service = await effects.ecs.describeBalancedService();
    if (service) context.stability.sawDesiredCount(service.desiredCount ?? 0);
    const isNearEnd =
      isLast ||
      context.isSettling ||
      isEndInSight(followed, known.phase, service) ||
      endsInBake(known.phase, { service, ...held }, context) ||
      endsAt(held, context) !== undefined;
    const reading = { service, ...(isNearEnd ? await record.read() : held) };
    const rollout = withReasonOf(known, rolloutStateOf(followed, reading));
    const candidate = candidateIn(rollout, earlier, effects.clock.now(), known.phase);
    if (candidate) return { reading, candidate, ending: unconfirmedText(rollout) };
    seen = { reading, rollout };
    return { ...seen, ...(await assess(rollout, reading, context, effects, patience.hold?.kind === 'bake')) };
  } catch (error) {
    if (!(error instanceof EcsCdError)) throw error;
    return { ...seen, ...blindLook(error, earlier, effects.clock.now()) };
  }
}

function tellReading(
  { reading, ending }: Look,
  { rollout }: FollowState,
  { progress, followed }: FollowContext,
): void {
  if (reading) progress.seen(followed, reading, isGoingBack(rollout.phase));
  if (ending instanceof EcsCdError) progress.blind(ending.message);
  else if (typeof ending === 'string' || ending.kind !== 'lost-sight') progress.sighted();
}

/** Why a deployment does not come up is looked for when something hints at it, and once more at its end. */
async function diagnose(
  { reading, ending }: Look,
  { service, patience: { remainingMs } }: FollowState,
  { diagnosis }: FollowContext,
): Promise<void> {
  await diagnosis.lookAtRecord(reading?.serviceDeployment);
  const isEnd = typeof ending !== 'string' && !(ending instanceof EcsCdError);
  if (!isEnd) await diagnosis.look(reading?.service);
  const isUnexplained = isEnd && ending.kind !== 'serving' && ending.kind !== 'lost-sight';
  const isLate = !isEnd && remainingMs <= 0;
  if (isUnexplained || isLate) await diagnosis.lookNow(service);
  if (isLate) await diagnosis.lookAtLateTasks(service);
}

const missingIn = ({ ending }: Look) =>
  typeof ending === 'string' ? ending : ending instanceof EcsCdError ? ending.message : ending.kind;

/** A sign of life: what is waited for, where nothing has been told for a minute. */
async function tellWaiting(
  { reading }: Look,
  missing: string,
  { rollout: { phase }, patience: { hold } }: FollowState,
  { progress, diagnosis, followed }: FollowContext,
): Promise<void> {
  const waiting = hold ? `waiting for ${hold.text}${untilText(hold)}` : 'waiting';
  const { service } = reading ?? {};
  const isOnTheWay = phase !== 'completed' && phase !== 'rolled-back';
  if (!service || !isOnTheWay) return progress.sign(`${waiting}: ${missing}`);
  const isBack = isGoingBack(phase);
  const tasks = hold ? undefined : await diagnosis.taskProgress(service, isBack);
  const counts = countsOf({ ...followed, isGoingBack: isBack }, service.deployments ?? [], tasks);
  progress.sign(`${waiting}: ${counts || missing}`);
}
