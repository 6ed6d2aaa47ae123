import type { Followed } from '../ecs/followed';
import type { Deployment, Service, ServiceDeployment } from '@aws-sdk/client-ecs';
import { plainText } from '../log/plain-text';
import { lastSegmentOf } from '../names/arn';

/** What one tick saw. The service deployment is absent where its record has not appeared, or never does. */
export interface Reading {
  readonly service: Service | undefined;
  readonly serviceDeployment?: ServiceDeployment;
}

/** What a reading of AWS says about the followed deployment. */
export type RolloutState =
  | { readonly phase: 'in-progress' }
  /** A lifecycle hook waits for somebody to continue. */
  | { readonly phase: 'paused'; readonly reason: string }
  /** ECS says so; whether it serves is another question (verification.ts). */
  | { readonly phase: 'completed' }
  | { readonly phase: 'rolling-back'; readonly reason: string }
  /** ECS has put the previous deployment back; whether that serves is again another question. */
  | { readonly phase: 'rolled-back'; readonly reason: string; readonly fix?: string }
  | { readonly phase: 'rollback-failed'; readonly reason: string }
  /** Ended, and ECS does not put anything back. */
  | { readonly phase: 'failed'; readonly reason: string }
  | { readonly phase: 'superseded'; readonly reason: string }
  | { readonly phase: 'service-gone'; readonly reason: string };

const inProgress = { phase: 'in-progress' } as const;
const noReason = 'ECS gives no reason';

/** A reading, with the reason that an earlier one gave where this one has none: ECS forgets a deployment that it has undone. */
export function withReasonOf(earlier: RolloutState, rollout: RolloutState): RolloutState {
  const isSilent = 'reason' in rollout && rollout.reason === noReason;
  return isSilent && 'reason' in earlier ? { ...rollout, reason: earlier.reason } : rollout;
}

/** Structured fields decide; ECS's texts are only passed on. */
export function rolloutStateOf(followed: Followed, { service, serviceDeployment }: Reading): RolloutState {
  if (!service) return { phase: 'service-gone', reason: 'the service does not exist any more' };
  if (service.status !== 'ACTIVE') {
    return { phase: 'service-gone', reason: `the service is ${service.status ?? 'in no known state'}` };
  }
  return serviceDeployment
    ? byServiceDeployment(followed, service, serviceDeployment)
    : byDeployments(followed, service);
}

function byServiceDeployment(followed: Followed, service: Service, record: ServiceDeployment): RolloutState {
  const reason = reasonOf(record);
  switch (record.status) {
    case 'SUCCESSFUL': {
      const successor = successorOf(followed, service.deployments ?? []);
      return successor ? supersededBy(successor) : { phase: 'completed' };
    }
    case 'ROLLBACK_REQUESTED':
    case 'ROLLBACK_IN_PROGRESS':
      return { phase: 'rolling-back', reason };
    case 'ROLLBACK_SUCCESSFUL':
      return { phase: 'rolled-back', reason, ...fixOf(record) };
    case 'ROLLBACK_FAILED':
      return { phase: 'rollback-failed', reason };
    case 'STOPPED': {
      if (isTriggered(record)) return { phase: 'failed', reason };
      const successor = successorOf(followed, service.deployments ?? []);
      if (successor) return supersededBy(successor);
      // The reading of the service may be older than the end of the deployment; then only ECS's text tells.
      return { phase: isReplaced(record) ? 'superseded' : 'failed', reason };
    }
    case 'PENDING':
    case 'IN_PROGRESS': {
      const waiting = record.lifecycleHookDetails?.filter(({ status }) => status === 'AWAITING_ACTION') ?? [];
      return waiting.length > 0 ? { phase: 'paused', reason: pauseOf(waiting) } : inProgress;
    }
    // STOP_REQUESTED says that it ends, not yet how; a status that is newer than this program is waited out.
    default:
      return inProgress;
  }
}

/** Nothing else tells what an alarm is about: no task has to fail for it. */
function fixOf({ alarms }: ServiceDeployment): { readonly fix?: string } {
  if (alarms?.status !== 'TRIGGERED') return {};
  return {
    fix: 'see in CloudWatch what the alarm watches, and correct the release; an alarm that was in ALARM before ends every deployment: repair it, or take it out of the deployment configuration of the service SERVICE_NAME',
  };
}

/** "Replaced by a new service deployment." (field report) */
function isReplaced({ statusReason = '' }: ServiceDeployment): boolean {
  return statusReason.startsWith('Replaced by a new service deployment');
}

function isTriggered({ deploymentCircuitBreaker, alarms }: ServiceDeployment): boolean {
  return deploymentCircuitBreaker?.status === 'TRIGGERED' || alarms?.status === 'TRIGGERED';
}

function reasonOf(record: ServiceDeployment): string {
  const { deploymentCircuitBreaker: breaker, alarms, rollback, statusReason } = record;
  const said = statusReason ?? rollback?.reason;
  const text = said === undefined ? undefined : plainText(said);
  if (breaker?.status === 'TRIGGERED') {
    const counted =
      breaker.failureCount === undefined
        ? ''
        : ` (${breaker.failureCount} failed tasks, threshold ${breaker.threshold})`;
    return `the deployment circuit breaker triggered${counted}${text ? `: ${text}` : ''}`;
  }
  if (alarms?.status === 'TRIGGERED') {
    const names = plainText((alarms.triggeredAlarmNames ?? alarms.alarmNames ?? []).join(', '));
    return `a CloudWatch alarm went off: ${names}${text ? ` (${text})` : ''}`;
  }
  return text ?? `ECS says ${record.status ?? 'nothing'} and gives no reason`;
}

function pauseOf(hooks: NonNullable<ServiceDeployment['lifecycleHookDetails']>): string {
  return hooks
    .map(({ hookId, expiresAt, timeoutAction }) => {
      const until = expiresAt ? ` until ${expiresAt.toISOString()}, then ${timeoutAction ?? 'ROLLBACK'}` : '';
      return `hook ${hookId ?? ''} waits for a ContinueServiceDeployment${until}`;
    })
    .join('; ');
}

/** A PRIMARY that is neither ours nor the one before, and newer than ours: somebody else's. */
function successorOf(followed: Followed, deployments: Deployment[]): Deployment | undefined {
  return deployments.find(
    ({ id, status, createdAt }) =>
      status === 'PRIMARY' &&
      id !== followed.deploymentId &&
      id !== followed.previousDeploymentId &&
      (createdAt?.getTime() ?? 0) > followed.createdAt.getTime(),
  );
}

function supersededBy({ id, taskDefinition = '' }: Deployment): RolloutState {
  return {
    phase: 'superseded',
    reason: `deployment ${id} of ${lastSegmentOf(taskDefinition)} replaced ours`,
  };
}

/** The older view of a rollout: what there is when the service deployment's record is late, missing or not permitted. */
function byDeployments(followed: Followed, service: Service): RolloutState {
  const { deployments = [] } = service;
  const ours = deployments.find(({ id }) => id === followed.deploymentId);
  const primary = deployments.find(({ status }) => status === 'PRIMARY');
  const reason = plainText(ours?.rolloutStateReason ?? noReason);
  if (ours && ours === primary) {
    if (ours.rolloutState === 'COMPLETED' || isStableWithoutState(ours, deployments))
      return { phase: 'completed' };
    // Where ECS is to roll back by itself, it is about to.
    return ours.rolloutState === 'FAILED' && !willRollBack(service)
      ? { phase: 'failed', reason }
      : inProgress;
  }
  const successor = successorOf(followed, deployments);
  if (successor) return supersededBy(successor);
  // The previous deployment is PRIMARY. Either ECS promoted it again, which touches it, or this is an old reading.
  const isPromotedAgain = (primary?.updatedAt?.getTime() ?? 0) > followed.createdAt.getTime();
  if (!primary || !(isPromotedAgain || ours?.rolloutState === 'FAILED')) return inProgress;
  return primary.rolloutState === 'COMPLETED'
    ? { phase: 'rolled-back', reason }
    : { phase: 'rolling-back', reason: plainText(primary.rolloutStateReason ?? reason) };
}

/** ECS goes back to the last completed deployment when the circuit breaker or an alarm is set to roll back (AWS docs). */
function willRollBack({ deploymentConfiguration, deployments = [] }: Service): boolean {
  const { deploymentCircuitBreaker: breaker, alarms } = deploymentConfiguration ?? {};
  const isSet = (breaker?.enable && breaker.rollback) || (alarms?.enable && alarms.rollback);
  return Boolean(isSet) && deployments.some(({ rolloutState }) => rolloutState === 'COMPLETED');
}

/** `rolloutState` is absent behind a Classic Load Balancer (AWS docs); then only the counts tell. */
function isStableWithoutState(ours: Deployment, deployments: Deployment[]): boolean {
  return (
    ours.rolloutState === undefined && deployments.length === 1 && ours.runningCount === ours.desiredCount
  );
}
