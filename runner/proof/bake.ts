import { elapsed } from '../log/timeline';
import type { Service } from '@aws-sdk/client-ecs';
import { pauseAfterMs } from '../aws/call-meter';
import { EcsCdError } from '../errors';
import { familyRevisionOf } from '../names/arn';
import { endingOf, type Ending } from '../rollout/ending';
import type { Finding } from '../diagnosis/finding';
import { rolloutStateOf } from '../rollout/rollout-state';
import { scaledUpMeanwhile } from '../rollout/scaled-up-meanwhile';
import type { FollowEffects, FollowContext } from '../rollout/follow-context';

const tickMs = 10_000;
/** A look at everything takes more calls. */
const fullLookMs = 15_000;
/** What its surroundings take from a release (a Spot task, a host) is replaced by ECS, and not the release's fault. */
const replacementMs = 120_000;

/** Watches a release that was verified to serve, and verifies it again at the end. Without a bake time it does only that. */
export async function bake(
  { bakeSeconds, failedBefore }: { bakeSeconds: number; failedBefore: ReadonlySet<string> },
  context: FollowContext,
  effects: FollowEffects,
): Promise<Ending> {
  const { followed, progress } = context;
  const { clock, interruption, meter } = effects;
  const name = familyRevisionOf(followed.taskDefinition);
  const time = elapsed(bakeSeconds * 1000);
  const end = clock.now() + bakeSeconds * 1000;
  let service: Service | undefined;
  const unfit = (why: string): Ending => {
    const reason = `it ${bakeSeconds > 0 ? `did not go on serving for ${time}` : 'stopped serving'}: ${why}`;
    progress.trouble(bakeSeconds > 0 ? `bake time: failed, ${why}` : reason, []);
    return { kind: 'unfit', reason, service };
  };
  if (bakeSeconds > 0) progress.tell(`bake time: ${name} must go on serving for ${time}`);
  // The release was looked at just now.
  let pause = Math.min(tickMs, bakeSeconds * 1000);

  for (;;) {
    if (pause > 0) await clock.sleep(pause, interruption);
    const isOver = clock.now() >= end;
    const callsBefore = meter.total();
    const { ending, ...seen } = await look(isOver, context, effects);
    service = seen.service ?? service;
    if (interruption.aborted) return { kind: 'cancelled', phase: 'completed', service };
    if (ending instanceof EcsCdError) {
      if (!isPassing(ending)) return { kind: 'lost-sight', error: ending, service };
      progress.blind(ending.message);
    } else {
      progress.sighted();
      progress.seen(followed, service);
      const isMissing = isOver && typeof ending === 'string';
      await (isMissing ? context.diagnosis.lookNow(service) : context.diagnosis.look(service));
      if (typeof ending !== 'string' && ending.kind !== 'serving') return ending;
      const fault = faultOf(isMissing, service, failedBefore, context);
      if (fault !== undefined) return unfit(fault);
      if (typeof ending !== 'string') {
        if (bakeSeconds > 0) progress.tell(`bake time: over, ${name} has gone on serving`);
        return ending;
      }
    }
    if (clock.now() >= end + replacementMs) {
      // ECS calls it completed: that nothing can be seen is no reason to undo it.
      if (ending instanceof EcsCdError) return { kind: 'lost-sight', error: ending, service };
      const shortfall = scaledUpMeanwhile(service, context.asked.get(), []);
      return shortfall === undefined ? unfit(ending) : { kind: 'short', reason: shortfall, service };
    }
    const afterLookMs = pauseAfterMs(meter.total() - callsBefore);
    pause = isOver ? Math.max(fullLookMs, afterLookMs) : Math.min(tickMs, end - clock.now());
  }
}

/**
 * Of a hundred tasks one may crash and be replaced; as many as are to run may not, nor one that is missed in the end. One
 * that stopped for a reason that nobody knows was most likely taken from outside; several speak against the release.
 */
function faultOf(
  isMissing: boolean,
  service: Service | undefined,
  failedBefore: ReadonlySet<string>,
  context: FollowContext,
): string | undefined {
  const since = (tasks: ReadonlySet<string>) =>
    [...tasks].filter((taskId) => !failedBefore.has(taskId)).length;
  const failed = since(failedTaskIdsOf(context));
  const most = Math.max(1, service?.desiredCount ?? 1);
  const isKnown = since(failedTaskIdsOf(context, ({ cause }) => cause !== undefined)) > 0;
  const isItsFault = failed >= Math.max(isKnown ? 1 : 2, isMissing ? 1 : most);
  return isItsFault ? `${failed === 1 ? '1 task' : `${failed} tasks`} failed` : undefined;
}

/** The tasks that failed by the fault of the release, or for a reason that nobody knows; of the findings that count. */
export function failedTaskIdsOf(
  { diagnosis }: FollowContext,
  counts: (finding: Finding) => boolean = () => true,
): ReadonlySet<string> {
  const findings = diagnosis
    .findings()
    .filter((one) => one.isOurs && (one.cause === undefined || one.cause.fault === 'release') && counts(one));
  return new Set(findings.flatMap(({ taskIds }) => taskIds));
}

/** AWS is silent for a moment, or gave a read up. */
function isPassing({ verdict }: EcsCdError): boolean {
  return verdict === 'try-again' || verdict === 'cancelled';
}

interface Look {
  readonly service?: Service | undefined;
  /** The ending, or what there is to say against one, or why nothing could be seen. */
  readonly ending: Ending | string | EcsCdError;
}

async function look(isOver: boolean, context: FollowContext, effects: FollowEffects): Promise<Look> {
  try {
    const service = await effects.ecs.describeService();
    const rollout = rolloutStateOf(context.followed, { service });
    const isOurs = rollout.phase === 'completed' || rollout.phase === 'in-progress';
    if (isOurs && service?.desiredCount === 0) return { service, ending: { kind: 'empty', service } };
    if (isOurs && !isOver) return { service, ending: 'the bake time is not over' };
    // The record has ended, so this asks for nothing: it tells since when the deployment has been completed.
    const serviceDeployment = await context.record.read();
    const observation = { service, ...(serviceDeployment ? { serviceDeployment } : {}) };
    return { service, ending: await endingOf(rollout, observation, context, effects) };
  } catch (error) {
    if (error instanceof EcsCdError) return { ending: error };
    throw error;
  }
}
