import type { Deployment, Service, ServiceDeployment } from '@aws-sdk/client-ecs';
import { type Followed, isNewer, isSettled, isTouchedSince, primaryOf } from '../../ecs/deployments';
import { alarmFix } from '../../diagnosis/triggered-alarms';
import type { BalancedService } from '../../ecs/managed-balancers';
import { lastSegmentOf } from '../../names/arn';
import { gateIn, gateTextOf } from './gate';

/** What one look at AWS showed. The service deployment is absent where its record has not appeared, or never does. */
export interface Reading {
  readonly service: BalancedService | undefined;
  readonly serviceDeployment?: ServiceDeployment | undefined;
  /** It could not be read now: what the service says is newer. */
  readonly isRecordOld?: true;
}

/** What a reading of AWS says about the followed deployment. */
export type RolloutState =
  | { readonly phase: 'in-progress' }
  /** A lifecycle hook waits for somebody to continue. */
  | { readonly phase: 'paused'; readonly reason: string }
  /** ECS says so; whether it serves is another question (verification.ts). */
  | { readonly phase: 'completed' }
  | ({ readonly phase: 'rolling-back'; readonly reason: string } & MayNeedSecondLook)
  /** ECS has put the previous deployment back; whether that serves is again another question. */
  | ({ readonly phase: 'rolled-back'; readonly reason: string; readonly fix?: string } & MayNeedSecondLook)
  | { readonly phase: 'rollback-failed'; readonly reason: string }
  /** Ended, and ECS does not put anything back. */
  | { readonly phase: 'failed'; readonly reason: string }
  | ({ readonly phase: 'superseded'; readonly reason: string } & MayNeedSecondLook)
  | ({ readonly phase: 'service-gone'; readonly reason: string } & MayNeedSecondLook);

/** The only sign is what a reading does not show: an old reading does not show it either (second-look.ts). */
interface MayNeedSecondLook {
  readonly needsSecondLook?: true | 'much later';
}

export type Phase = RolloutState['phase'];

const inProgress = { phase: 'in-progress' } as const;
const noReason = 'ECS gives no reason';

/** A state, with the reason that an earlier one gave where this one has none: ECS forgets a deployment that it has undone. */
export function withReasonOf(earlier: RolloutState, state: RolloutState): RolloutState {
  const isSilent = 'reason' in state && state.reason === noReason;
  return isSilent && 'reason' in earlier ? { ...state, reason: earlier.reason } : state;
}

export function isGoingBack(phase: string): boolean {
  return phase === 'rolling-back' || phase === 'rolled-back';
}

/** Structured fields decide; ECS's texts are only passed on. */
export function rolloutStateOf(
  followed: Followed,
  { service, serviceDeployment: record, isRecordOld }: Reading,
): RolloutState {
  if (service?.status !== 'ACTIVE') return goneState(service);
  const byRecord = record && stateByRecord(followed, service, record);
  if (byRecord && !isRecordOld) return byRecord;
  const byDeployments = stateByDeployments(followed, service);
  return byRecord && byDeployments.phase === 'in-progress' ? byRecord : byDeployments;
}

function goneState(service: Service | undefined): RolloutState {
  const reason = service
    ? `the service is ${service.status ?? 'in no known state'}`
    : 'the service does not exist any more';
  return { phase: 'service-gone', reason, needsSecondLook: true };
}

/** Undefined for a status that is newer than this program. */
function stateByRecord(
  followed: Followed,
  service: Service,
  record: ServiceDeployment,
): RolloutState | undefined {
  const reason = reasonOf(record);
  switch (record.status) {
    case 'SUCCESSFUL':
      return supersededIn(followed, service) ?? { phase: 'completed' };
    case 'ROLLBACK_IN_PROGRESS':
      return { phase: 'rolling-back', reason };
    case 'ROLLBACK_SUCCESSFUL':
      return { phase: 'rolled-back', reason, ...fixOf(record) };
    case 'ROLLBACK_FAILED':
      return { phase: 'rollback-failed', reason };
    case 'STOPPED':
      return stoppedStateOf(followed, service, record);
    case 'PENDING':
    case 'IN_PROGRESS':
      return pausedState(record) ?? inProgress;
    // What was asked for, not yet what comes of it.
    case 'STOP_REQUESTED':
    case 'ROLLBACK_REQUESTED':
      return inProgress;
    default:
      return undefined;
  }
}

function pausedState(record: ServiceDeployment): RolloutState | undefined {
  const gate = gateIn(record);
  return gate && { phase: 'paused', reason: gateTextOf(gate) };
}

function stoppedStateOf(followed: Followed, service: Service, record: ServiceDeployment): RolloutState {
  const reason = reasonOf(record);
  if (isTriggered(record)) return { phase: 'failed', reason };
  const superseded = supersededIn(followed, service);
  if (superseded) return { phase: superseded.phase, reason: superseded.reason };
  // The reading of the service may be older than the end of the deployment; then only ECS's text tells. (field report)
  const isReplaced = record.statusReason?.startsWith('Replaced by a new service deployment');
  return { phase: isReplaced ? 'superseded' : 'failed', reason };
}

/** A PRIMARY that is newer than ours is somebody else's: the one that ECS promotes again is older. */
function supersededIn(followed: Followed, service: Service) {
  const primary = primaryOf(service);
  if (!primary || primary.id === followed.deploymentId || !isNewer(primary, followed)) return undefined;
  const name = lastSegmentOf(primary.taskDefinition ?? '');
  const reason = `deployment ${primary.id} of ${name} replaced ours`;
  // ECS may have taken it back to ours before we looked at all: then it is an old reading that shows it.
  const isLater = isNewer(primary, { createdAt: followed.updatedAt });
  return { phase: 'superseded', reason, needsSecondLook: isLater || 'much later' } as const;
}

/** The older view of a rollout: what there is when the service deployment's record is late, missing or not permitted. */
function stateByDeployments(followed: Followed, service: Service): RolloutState {
  const ours = service.deployments?.find(({ id }) => id === followed.deploymentId);
  const primary = primaryOf(service);
  if (ours && ours === primary) return primaryState(ours, service);
  return supersededIn(followed, service) ?? promotedState(followed, ours, service);
}

function primaryState(ours: Deployment, service: Service): RolloutState {
  if (isSettled(ours, service)) return { phase: 'completed' };
  // Where ECS is to roll back by itself, it is about to.
  if (ours.rolloutState !== 'FAILED' || willRollBack(service, ours.rolloutStateReason)) return inProgress;
  return { phase: 'failed', reason: ours.rolloutStateReason ?? noReason };
}

/** The previous deployment is PRIMARY. Either ECS promoted it again, which touches it, or this is an old reading. */
function promotedState(followed: Followed, ours: Deployment | undefined, service: Service): RolloutState {
  const primary = primaryOf(service);
  if (!primary || !(isTouchedSince(primary, followed) || ours?.rolloutState === 'FAILED')) return inProgress;
  const reason = ours?.rolloutStateReason ?? noReason;
  // Where ours is listed, it has lost its place to the one before; an old reading does not know it.
  const absence = ours ? {} : ({ needsSecondLook: true } as const);
  return isSettled(primary, service)
    ? { phase: 'rolled-back', reason, ...absence }
    : { phase: 'rolling-back', reason: primary.rolloutStateReason ?? reason, ...absence };
}

/**
 * ECS goes back to the last completed deployment when what failed ours, the circuit breaker or an alarm, is set to roll back
 * (AWS docs). Which of them it was is in the reason alone (field report).
 */
function willRollBack({ deploymentConfiguration, deployments = [] }: Service, reason = ''): boolean {
  const { deploymentCircuitBreaker: breaker, alarms } = deploymentConfiguration ?? {};
  const all = [
    { words: /circuit breaker/i, setting: breaker },
    { words: /alarm/i, setting: alarms },
  ];
  const named = all.filter(({ words }) => words.test(reason));
  // Where it names none, it may have been either.
  const isSet = (named.length > 0 ? named : all).some(({ setting }) => setting?.enable && setting.rollback);
  return isSet && deployments.some(({ rolloutState }) => rolloutState === 'COMPLETED');
}

export function isTriggered({ deploymentCircuitBreaker, alarms }: ServiceDeployment): boolean {
  return deploymentCircuitBreaker?.status === 'TRIGGERED' || alarms?.status === 'TRIGGERED';
}

/** Why the deployment stands as it does: what triggered, and ECS's own words. */
function reasonOf({ status, statusReason, rollback, ...record }: ServiceDeployment): string {
  const { deploymentCircuitBreaker: breaker } = record;
  const text = statusReason ?? rollback?.reason;
  if (breaker?.status === 'TRIGGERED') {
    const { failureCount, threshold } = breaker;
    const counted =
      failureCount === undefined ? '' : ` (${failureCount} failed tasks, threshold ${threshold})`;
    return `the deployment circuit breaker triggered${counted}${text ? `: ${text}` : ''}`;
  }
  return alarmReasonOf(record, text) ?? text ?? `ECS says ${status ?? 'nothing'} and gives no reason`;
}

function alarmReasonOf({ alarms }: ServiceDeployment, text: string | undefined): string | undefined {
  if (alarms?.status !== 'TRIGGERED') return undefined;
  const names = (alarms.triggeredAlarmNames ?? alarms.alarmNames ?? []).join(', ');
  return `a CloudWatch alarm went off: ${names}${text ? ` (${text})` : ''}`;
}

/** Nothing else tells what an alarm is about: no task has to fail for it. */
function fixOf({ alarms }: ServiceDeployment): { readonly fix?: string } {
  return alarms?.status === 'TRIGGERED' ? { fix: alarmFix } : {};
}
