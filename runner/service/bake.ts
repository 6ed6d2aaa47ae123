import type { Service } from '@aws-sdk/client-ecs';
import { EcsCdError } from '../errors';
import { familyRevisionOf } from './arn';
import { endingOf, type Ending } from './ending';
import { elapsed } from './progress';
import { rolloutOf } from './rollout';
import type { FollowEffects, Watch } from './watch';

const tickMs = 10_000;
/** A look at everything takes more calls. */
const fullLookMs = 15_000;
/** What its surroundings take from a release (a Spot task, a host) is replaced by ECS, and not the release's fault. */
const replacementMs = 120_000;

/** Watches a release that was verified to serve, and verifies it again at the end. Without a bake time it does only that. */
export async function bake(bakeSeconds: number, watch: Watch, effects: FollowEffects): Promise<Ending> {
  const { followed, diagnosis, progress } = watch;
  const { clock, interruption } = effects;
  const name = familyRevisionOf(followed.taskDefinition);
  const time = elapsed(bakeSeconds * 1000);
  const end = clock.now() + bakeSeconds * 1000;
  const failedBefore = failedTasksOf(watch);
  let service: Service | undefined;
  if (bakeSeconds > 0) progress.tell(`bake time: ${name} must go on serving for ${time}`);

  for (;;) {
    const isOver = clock.now() >= end;
    const { ending, ...seen } = await look(isOver, watch, effects);
    service = seen.service ?? service;
    if (interruption.aborted) return { kind: 'cancelled', phase: 'completed', service };
    if (ending instanceof EcsCdError) {
      if (ending.verdict !== 'try-again' && ending.verdict !== 'cancelled')
        return { kind: 'lost-sight', error: ending, service };
      progress.blind(ending.message);
    } else {
      progress.sighted();
      progress.seen(service);
      if (typeof ending !== 'string') {
        if (ending.kind !== 'serving') await diagnosis.lookNow(service);
        else if (bakeSeconds > 0) progress.tell(`bake time: over, ${name} has gone on serving`);
        return ending;
      }
      await (isOver ? diagnosis.lookNow(service) : diagnosis.look(service));
      const isItsFault = isOver && failedTasksOf(watch) > failedBefore;
      const reason = diagnosis.hopeless(service) ?? (isItsFault ? ending : undefined);
      if (reason !== undefined) return { kind: 'unfit', reason: unfitReason(bakeSeconds, reason), service };
    }
    if (clock.now() >= end + replacementMs) {
      // ECS calls it completed: that we cannot look is no reason to undo it.
      if (ending instanceof EcsCdError) return { kind: 'lost-sight', error: ending, service };
      return { kind: 'unfit', reason: unfitReason(bakeSeconds, ending), service };
    }
    await clock.sleep(isOver ? fullLookMs : Math.min(tickMs, end - clock.now()), interruption);
    if (isAborted(interruption)) return { kind: 'cancelled', phase: 'completed', service };
  }
}

interface Look {
  readonly service?: Service | undefined;
  /** The ending, or what there is to say against one, or why nothing could be seen. */
  readonly ending: Ending | string | EcsCdError;
}

async function look(isOver: boolean, watch: Watch, effects: FollowEffects): Promise<Look> {
  try {
    const service = await effects.ecs.describeService();
    const rollout = rolloutOf(watch.followed, { service });
    const isOurs = rollout.phase === 'completed' || rollout.phase === 'in-progress';
    if (isOurs && service?.desiredCount === 0) return { service, ending: { kind: 'empty', service } };
    if (isOurs && !isOver) return { service, ending: 'the bake time is not over' };
    return { service, ending: await endingOf(rollout, { service }, watch, effects) };
  } catch (error) {
    if (error instanceof EcsCdError) return { ending: error };
    throw error;
  }
}

function unfitReason(bakeSeconds: number, reason: string): string {
  const lead =
    bakeSeconds === 0 ? 'it stopped serving' : `it did not go on serving for ${elapsed(bakeSeconds * 1000)}`;
  return `${lead}: ${reason}`;
}

/** Tasks of the release that failed by its own fault, or for a reason that nobody knows. */
function failedTasksOf({ diagnosis }: Watch): number {
  return diagnosis
    .findings()
    .filter(({ isOurs, cause }) => isOurs && (cause === undefined || cause.fault === 'release'))
    .reduce((sum, { taskIds }) => sum + taskIds.length, 0);
}

function isAborted({ aborted }: AbortSignal): boolean {
  return aborted;
}
