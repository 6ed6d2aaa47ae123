import type { Deployment, Service } from '@aws-sdk/client-ecs';
import { type Followed, isNewer, primaryOf } from '../../ecs/deployments';
import type { EcsCdError } from '../../errors';
import { familyRevisionOf } from '../../names/arn';
import { gateIn, isTestGate, type Gate } from './gate';
import type { Phase, Reading, RolloutState } from './rollout-state';
import type { ExpectedService, Verification } from './verification';

/** How following ended. Which verdict that is, and whether anything is put back, is for the caller to decide. */
export type Ending = (
  | {
      /** Ours, at its count, verified. */
      readonly kind: 'serving';
      readonly service: Service;
      /** What could not be looked at, and why. */
      readonly unchecked: readonly string[];
      /** ECS watches it and may still take it back, until about then where that is known. */
      readonly baking?: { readonly until?: Date | undefined };
      /** It answered on test traffic before production traffic came to it. */
      readonly isTested?: true;
    }
  /** Somebody set the desired count to 0 on the way: nothing serves. */
  | { readonly kind: 'empty' }
  /** An earlier deployment was put back, at its count, verified. */
  | {
      readonly kind: 'rolled-back';
      readonly reason: string;
      readonly fix?: string | undefined;
      readonly taskDefinition: string;
      /** At desired count 0, as it was before: it is set again, and nothing serves. */
      readonly isEmpty: boolean;
      readonly unchecked: readonly string[];
    }
  /** Its hook waits for an answer, and the run does not. */
  | { readonly kind: 'paused'; readonly gate: Gate }
  | {
      readonly kind: 'deadline';
      readonly reason: string;
      /** The last one that was seen; `unknown` where AWS was silent in the end. */
      readonly phase: 'in-progress' | 'completed' | 'rolling-back' | 'unknown';
    }
  /** GitLab is about to end the job. */
  | {
      readonly kind: 'job-limit';
      readonly reason: string;
      /** The limit, as its owner can change it. */
      readonly limit: string;
      readonly phase: Phase;
      /** What is waited for on purpose, if it is: nothing is undone for lack of time then. */
      readonly heldBy?: string | undefined;
    }
  /** AWS does not let us look any more; the rollout goes on unseen. */
  | { readonly kind: 'lost-sight'; readonly error: EcsCdError }
  | {
      readonly kind: 'cancelled';
      readonly phase: Phase;
      /** Why it was being undone, if it was. */
      readonly reason?: string;
    }
  /** It has ended without success, or serves and did not pass the post-deploy checks. */
  | {
      readonly kind: 'failed';
      readonly reason: string;
      readonly fix?: string;
      /** ECS still bakes it, so it can be asked to take it back. */
      readonly isBaking?: true;
      readonly isCalledOff?: true;
    }
  /** It goes on, but cannot succeed any more, or another one of the same release has failed. */
  | {
      readonly kind: 'cannot-succeed';
      readonly reason: string;
      readonly fix?: string;
      readonly isCalledOff?: true;
    }
  /** Completed, but it lacks tasks for no fault of its own. */
  | { readonly kind: 'short-of-tasks'; readonly reason: string }
  | { readonly kind: 'rollback-failed'; readonly reason: string }
  | { readonly kind: 'superseded'; readonly reason: string }
  | { readonly kind: 'service-gone'; readonly reason: string }
) & {
  /** The last reading of it. */
  readonly service?: Service | undefined;
  /** What the service asked for when the deployment was first seen completed. */
  readonly desiredCountAtCompletion?: number | undefined;
};

interface Terms {
  readonly followed: Followed;
  readonly expected: ExpectedService;
  readonly desiredCountBefore: number;
  readonly onPause?: 'end' | 'wait';
  readonly endsAtTest?: boolean;
}

/** What has to be verified before this state is an end; undefined where it is none, or needs no proof. */
export function expectedIn(
  state: RolloutState,
  service: Service | undefined,
  { followed, expected }: Terms,
): ExpectedService | undefined {
  if (state.phase === 'completed') return expected;
  const restored = state.phase === 'rolled-back' ? restoredIn(service, followed) : undefined;
  if (!restored || isNewer(restored, followed)) return undefined;
  return { taskDefinition: restored.taskDefinition ?? '', deploymentId: restored.id ?? '' };
}

function restoredIn(service: Service | undefined, { deploymentId }: Followed): Deployment | undefined {
  const primary = primaryOf(service);
  return primary?.id === deploymentId ? undefined : primary;
}

/** The ending of a run that does not wait for the end of the bake, or in words what is still missing for it. */
export function bakingEnding(service: Service | undefined, verification: Verification, terms: Terms) {
  const ending = completedEnding(service, verification, terms, 'the bake time of ECS has begun');
  return typeof ending !== 'string' && ending.kind === 'serving' ? { ...ending, baking: {} } : ending;
}

/** The ending that this reading is, or in words what is still missing for one. */
export function endingOf(
  state: RolloutState,
  reading: Reading,
  verification: Verification,
  terms: Terms,
): Ending | string {
  const { service } = reading;
  switch (state.phase) {
    case 'in-progress':
      return countsOf(service, terms.followed) ?? 'the rollout is still in progress';
    case 'paused': {
      const gate = endsAt(reading, terms);
      return gate ? { kind: 'paused', gate } : state.reason;
    }
    case 'rolling-back':
      return state.reason;
    case 'completed':
      return completedEnding(service, verification, terms);
    case 'rolled-back':
      return rolledBackEnding(state, service, verification, terms);
    default:
      return { kind: state.phase, reason: state.reason };
  }
}

/** The gate at which a run ends that does not wait there (ECS_CD_ON_PAUSE, a test), if this reading shows one. */
export function endsAt(
  { serviceDeployment, isRecordOld }: Omit<Reading, 'service'>,
  { onPause = 'wait', endsAtTest = false }: Pick<Terms, 'onPause' | 'endsAtTest'>,
): Gate | undefined {
  const gate = isRecordOld ? undefined : gateIn(serviceDeployment);
  return gate && (onPause === 'end' || (endsAtTest && isTestGate(gate))) ? gate : undefined;
}

function completedEnding(
  service: Service | undefined,
  { unmet, unseen, unchecked }: Verification,
  { desiredCountBefore }: Terms,
  claim = 'ECS calls the deployment completed',
): Ending | string {
  if (unmet.length > 0) return `${claim}, but ${unmet.join(', ')}`;
  if (!service || (service.desiredCount === 0 && desiredCountBefore > 0)) return { kind: 'empty' };
  return { kind: 'serving', service, unchecked: [...unchecked, ...unseen] };
}

function rolledBackEnding(
  { reason, fix }: Extract<RolloutState, { phase: 'rolled-back' }>,
  service: Service | undefined,
  { unmet, unseen, unchecked }: Verification,
  { followed, desiredCountBefore }: Terms,
): Ending | string {
  const restored = restoredIn(service, followed);
  if (!restored) return 'ECS says it has rolled back, but the failed deployment is still PRIMARY';
  const { id = '', taskDefinition = '' } = restored;
  if (isNewer(restored, followed)) {
    const came = `deployment ${id} of ${familyRevisionOf(taskDefinition)} came`;
    return { kind: 'superseded', reason: `${reason}; then ${came}` };
  }
  if (unmet.length > 0) return `ECS says it has rolled back, but ${unmet.join(', ')}`;
  const isEmpty = service?.desiredCount === 0;
  if (isEmpty && desiredCountBefore > 0) return { kind: 'empty' };
  return { kind: 'rolled-back', reason, fix, taskDefinition, isEmpty, unchecked: [...unchecked, ...unseen] };
}

function countsOf(service: Service | undefined, { deploymentId }: Followed): string | undefined {
  const ours = service?.deployments?.find(({ id }) => id === deploymentId);
  if (!ours) return undefined;
  const { runningCount = 0, desiredCount = 0, pendingCount = 0 } = ours;
  return `${runningCount} of ${desiredCount} tasks are running, ${pendingCount} pending`;
}
