import { elapsed } from '../log/timeline';
import type { Service } from '@aws-sdk/client-ecs';
import { EcsCdError } from '../errors';
import { familyRevisionOf } from '../names/arn';
import { cancelDeployment } from '../recovery/cancel';
import type { Ending } from '../rollout/ending';
import { followRollout } from '../rollout/follow-rollout';
import { outcomeOf } from '../verdict/judge-run';
import type { RollbackPolicy } from '../recovery/rollback-policy';
import { putBack, rollBack } from '../recovery/roll-back';
import type { RollbackTarget } from '../release/rollback-target';
import { serviceStateOf } from '../ecs/service-state';
import { startDeployment, type Startable, type Started } from '../rollout/start-deployment';
import type { Outcome } from '../verdict/outcome';
import type { ExpectedService } from '../rollout/verification';
import { followContextOf, type FollowEffects, type FollowContext } from '../rollout/follow-context';

export interface RevisionDeployment {
  /** The service as it is before the update. */
  readonly service: Service;
  /** When the run began: somebody may have changed it while the run waited. */
  readonly desiredCountBefore: number;
  readonly revision: Startable;
  /** What the tasks must run; left out where any image of the revision will do. */
  readonly containers?: NonNullable<ExpectedService['containers']>;
  readonly policy: RollbackPolicy;
  readonly timeoutSeconds: number;
  /** Whether it ends as soon as it cannot succeed any more. */
  readonly isFailFast: boolean;
  readonly logLines: number;
  /** What a release that serves has to show on top. */
  readonly prove?: (serving: Extract<Ending, { kind: 'serving' }>, context: FollowContext) => Promise<Ending>;
}

/** Brings a revision into the service, follows it, and undoes it when it fails. */
export async function deployRevision(rollOut: RevisionDeployment, effects: FollowEffects): Promise<Outcome> {
  const { service, revision, containers, timeoutSeconds, isFailFast, logLines } = rollOut;
  const started = await startDeployment(service, revision, effects);
  const { followed, kind, isFound } = started;
  const terms = {
    desiredCountBefore: rollOut.desiredCountBefore,
    wasSettled: kind === 'serving',
    ...(isFound ? { toldSince: afterLastEventOf(service) } : {}),
    timeoutSeconds,
    logLines,
    // What was there before, and a way back, get their time.
    isFailFast: isFailFast && kind === 'ours' && (rollOut.policy.kind === 'back-to' || !givesUp(service)),
    ...(containers && kind !== 'going-back' ? { containers } : {}),
  };
  const context = followContextOf(followed, terms, effects);
  const policy: RollbackPolicy = kind === 'ours' ? rollOut.policy : { kind };
  try {
    const prove = async (ending: Ending) =>
      ending.kind === 'serving' && rollOut.prove ? rollOut.prove(ending, context) : ending;
    const ending = await prove(endOf(started, await followRollout(context, effects)));
    const end = await undo(ending, { policy, prove, context }, effects);
    const about = started.undone ?? followed;
    const { interruption } = effects;
    if (!interruption.aborted) await context.diagnosis.fetchLateLines();
    const outcome = outcomeOf({ ...end, policy, about, context, interruption });
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

interface Undoing {
  readonly policy: RollbackPolicy;
  /** What a release that serves has to show; any other ending is its own. */
  readonly prove: (ending: Ending) => Promise<Ending>;
  readonly context: FollowContext;
}

interface End {
  readonly ending: Ending;
  readonly undone: Ending | string | undefined;
}

/** What a failed deployment leads to: an ending of its own, a sentence about it, or nothing. */
async function undo(ending: Ending, undoing: Undoing, effects: FollowEffects): Promise<End> {
  const { policy, context } = undoing;
  if (policy.kind !== 'back-to') return { ending, undone: undefined };
  const { target } = policy;
  try {
    switch (ending.kind) {
      case 'cancelled':
        return { ending, undone: await cancelDeployment(ending, context, target, effects) };
      case 'failed':
      case 'unfit':
        return { ending, undone: await putBack(context, target, effects) };
      case 'hopeless':
        return await undoUnended(ending, target, undoing, effects);
      case 'deadline':
        if (ending.stand === 'rolling-back') return { ending, undone: undefined };
        context.progress.tell(`${elapsed(context.timeoutSeconds * 1000)} are over: ${ending.reason}`);
        return await undoUnended(ending, target, undoing, effects);
      default:
        return { ending, undone: undefined };
    }
  } catch (error) {
    if (!(error instanceof EcsCdError)) throw error;
    if (!effects.interruption.aborted) return { ending, undone: sentenceOf(error) };
    // Cancelled while the service was being put back: asking once more does no harm, and tells what is so.
    const hasEnded = ending.kind === 'failed' || ending.kind === 'unfit';
    const cancelled = {
      kind: 'cancelled',
      phase: hasEnded ? 'completed' : 'in-progress',
      ...('reason' in ending ? { reason: ending.reason } : {}),
    } as const;
    return { ending: cancelled, undone: await cancelDeployment(cancelled, context, target, effects) };
  }
}

/** A deployment that was completed before it could be stopped has to prove itself like any other. */
async function undoUnended(
  ending: Ending,
  target: RollbackTarget,
  undoing: Undoing,
  effects: FollowEffects,
): Promise<End> {
  const undone = await rollBack(undoing.context, target, effects);
  if (undone.kind !== 'serving') return { ending, undone };
  const proven = await undoing.prove(undone);
  return proven.kind === 'serving' ? { ending, undone: proven } : undo(proven, undoing, effects);
}

function sentenceOf({ message, fix }: EcsCdError): string {
  return fix === undefined ? message : `${message}; ${fix}`;
}
