import { addEvent } from '../events';
import type { Deployment, Model } from '../model';
import type { TaskRecord } from '../tasks/task-record';
import { eventTexts } from '../texts';

/** A task as the target of one target group. */
export interface TargetRecord {
  readonly group: string;
  readonly container: string;
  readonly port: number;
  /** `none` before it is registered and when it has left. */
  state: 'none' | 'initial' | 'healthy' | 'unhealthy' | 'draining';
  reason?: string;
}

/** One for each of the service's load balancers; in the group that this revision has, of the two of a blue/green pair. */
export function newTargets({ service, usesAlternateGroup }: Deployment): TargetRecord[] {
  return service.loadBalancers.map(
    ({ targetGroupArn = '', advancedConfiguration, containerName = '', containerPort = 0 }) => ({
      group:
        (usesAlternateGroup ? advancedConfiguration?.alternateTargetGroupArn : undefined) ?? targetGroupArn,
      container: containerName,
      port: containerPort,
      state: 'none' as const,
    }),
  );
}

export function register(model: Model, { targets, deployment: { service } }: TaskRecord): void {
  for (const target of targets) {
    target.state = 'initial';
    addEvent(model, service, eventTexts.registered(service.name, 1, target.group));
  }
}

export function becomeHealthy({ targets }: TaskRecord): void {
  for (const target of targets) {
    target.state = 'healthy';
    delete target.reason;
  }
}

/** The one that is meant by its group or its container, or the first; the others are healthy. */
export function becomeUnhealthy(
  model: Model,
  { id, targets, deployment: { service } }: TaskRecord,
  reason: string,
  which?: string,
): TargetRecord | undefined {
  const sick = targets.find(({ group, container }) => [group, container].includes(which ?? group));
  if (!sick) return undefined;
  for (const target of targets) if (target.state === 'initial') target.state = 'healthy';
  sick.state = 'unhealthy';
  sick.reason = reason;
  addEvent(model, service, eventTexts.targetUnhealthy(service.name, id, sick.port, sick.group, reason));
  return sick;
}

/** How long the task goes on serving what it has begun to serve; undefined for one that is no target. */
export function drain(model: Model, { targets, deployment: { service } }: TaskRecord): number | undefined {
  const registered = targets.filter(({ state }) => state !== 'none');
  for (const target of registered) {
    target.state = 'draining';
    addEvent(model, service, eventTexts.draining(service.name, 1));
    addEvent(model, service, eventTexts.deregistered(service.name, 1, target.group));
  }
  if (registered.length === 0) return undefined;
  return Math.max(...registered.map(({ group }) => deregistrationDelayMs(model, group)));
}

export const deregistrationDelayMs = ({ timings, deregistrationDelays }: Model, group: string): number =>
  deregistrationDelays.get(group) ?? timings.deregistrationDelayMs;

export function leaveTargetGroups({ targets }: TaskRecord): void {
  for (const target of targets) target.state = 'none';
}
