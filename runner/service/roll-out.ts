import type { Service } from '@aws-sdk/client-ecs';
import { EcsCdError } from '../errors';
import { familyRevisionOf } from './arn';
import { cancelDeployment } from './cancel';
import type { Ending } from './ending';
import { followRollout } from './follow-rollout';
import { outcomeOf } from './outcome';
import type { Policy } from './policy';
import { putBack, rollBack } from './roll-back';
import { serviceStateOf } from './service-state';
import { startDeployment, type Startable, type Started } from './start-deployment';
import type { Outcome } from './verdict';
import type { Expected } from './verification';
import { watchOf, type FollowEffects, type Watch } from './watch';

export interface RollOut {
  /** The service as it was before. */
  readonly service: Service;
  readonly revision: Startable;
  /** What the tasks must run; left out where any image of the revision will do. */
  readonly container?: NonNullable<Expected['container']>;
  readonly policy: Policy;
  readonly timeoutSeconds: number;
  /** Whether it ends as soon as it cannot succeed any more. */
  readonly isFailFast: boolean;
  readonly logLines: number;
  /** What a release that serves has to show on top. */
  readonly prove?: (serving: Extract<Ending, { kind: 'serving' }>, watch: Watch) => Promise<Ending>;
}

/** Brings a revision into the service, follows it, and undoes it when it fails. */
export async function rollOut(rollOut: RollOut, effects: FollowEffects): Promise<Outcome> {
  const { service, revision, container, timeoutSeconds, isFailFast, logLines } = rollOut;
  const started = await startDeployment(service, revision, effects);
  const { followed, kind } = started;
  const terms = {
    desiredCountBefore: service.desiredCount ?? 0,
    wasSettled: kind === 'serving',
    // What was there before this run has nothing new to say about it.
    ...(kind === 'serving' ? { toldSince: afterLastEventOf(service) } : {}),
    timeoutSeconds,
    logLines,
    // What was there before, and a way back, get their time.
    isFailFast: isFailFast && kind === 'ours' && (rollOut.policy.kind === 'back-to' || !givesUp(service)),
    ...(container && kind !== 'going-back' ? { container } : {}),
  };
  const watch = watchOf(followed, terms, effects);
  const policy: Policy = kind === 'ours' ? rollOut.policy : { kind };
  try {
    const settled = endOf(started, await followRollout(watch, effects));
    const ending =
      settled.kind === 'serving' && rollOut.prove ? await rollOut.prove(settled, watch) : settled;
    const end = await undo(ending, policy, watch, effects);
    const about = started.undone ?? followed;
    const { interruption } = effects;
    if (!interruption.aborted) await watch.diagnosis.fetchLateLines();
    const outcome = outcomeOf({ ...end, policy, about, watch, interruption });
    if (outcome.verdict !== 'needs-attention') return outcome;
    const lastSeen = (typeof end.undone === 'object' ? end.undone.service : undefined) ?? end.ending.service;
    return { ...outcome, state: await presentState(lastSeen, effects) };
  } catch (error) {
    effects.log.error(`the rollout of ${familyRevisionOf(followed.taskDefinition)} goes on in AWS`);
    throw error;
  }
}

function afterLastEventOf({ events = [] }: Service): Date | undefined {
  const times = events.map(({ createdAt }) => createdAt?.getTime() ?? 0);
  return times.length === 0 ? undefined : new Date(Math.max(...times) + 1);
}

/** It may have been looked at just now. */
const beforeLastLookMs = 1_000;

/** For whoever has to act: the service as it is now, or as it was last seen. */
async function presentState(
  lastSeen: Service | undefined,
  { ecs, clock, interruption }: FollowEffects,
): Promise<string[]> {
  await clock.sleep(beforeLastLookMs, interruption);
  try {
    const service = await ecs.describeService();
    return service ? serviceStateOf(service) : ['the service does not exist any more'];
  } catch (error) {
    if (!(error instanceof EcsCdError)) throw error;
    return lastSeen ? ['AWS does not answer; as it was last seen:', ...serviceStateOf(lastSeen)] : [];
  }
}

/** Where ECS gives up by itself, and nothing is to be undone here, its verdict is worth waiting for. */
function givesUp({ deploymentConfiguration }: Service): boolean {
  return deploymentConfiguration?.deploymentCircuitBreaker?.enable === true;
}

/** Following somebody's way back to its end is a rollback, as it would have been for a run that made it. */
function endOf({ kind, followed }: Started, ending: Ending): Ending {
  if (kind !== 'going-back' || ending.kind !== 'serving') return ending;
  const { taskDefinition } = followed;
  const { service, unchecked } = ending;
  const isEmpty = service.desiredCount === 0;
  const reason = 'it was being taken back already';
  return { kind: 'rolled-back', reason, taskDefinition, isEmpty, unchecked, service };
}

/** What a failed deployment leads to: an ending of its own, a sentence about it, or nothing. */
async function undo(
  ending: Ending,
  policy: Policy,
  watch: Watch,
  effects: FollowEffects,
): Promise<{ readonly ending: Ending; readonly undone: Ending | string | undefined }> {
  if (policy.kind !== 'back-to') return { ending, undone: undefined };
  const { target } = policy;
  try {
    switch (ending.kind) {
      case 'cancelled':
        return { ending, undone: await cancelDeployment(ending, watch, target, effects) };
      case 'failed':
      case 'unfit':
        return { ending, undone: await putBack(watch, target, effects) };
      case 'hopeless':
        return { ending, undone: await rollBack(watch, target, effects) };
      case 'deadline':
        return {
          ending,
          undone: ending.stand === 'rolling-back' ? undefined : await rollBack(watch, target, effects),
        };
      default:
        return { ending, undone: undefined };
    }
  } catch (error) {
    if (!(error instanceof EcsCdError)) throw error;
    if (!effects.interruption.aborted) return { ending, undone: error.message };
    // Cancelled while the service was being put back: asking once more does no harm, and tells what is so.
    const cancelled = { kind: 'cancelled', phase: 'in-progress' } as const;
    return { ending: cancelled, undone: await cancelDeployment(cancelled, watch, target, effects) };
  }
}
