import type { Service, Task } from '@aws-sdk/client-ecs';
import type { TargetHealthDescription } from '@aws-sdk/client-elastic-load-balancing-v2';

/**
 * The target groups of a service, those of one load balancer together: a blue/green deployment moves the tasks between
 * a group and its alternate. A Classic Load Balancer has none.
 */
export function targetGroupsOf({ loadBalancers = [] }: Service): string[][] {
  return loadBalancers
    .map(({ targetGroupArn, advancedConfiguration }) =>
      [targetGroupArn, advancedConfiguration?.alternateTargetGroupArn].filter((arn) => arn !== undefined),
    )
    .filter((arns) => arns.length > 0);
}

/** The targets that this task is: by the address of its network interface (awsvpc), else by the host ports it has. */
export function targetsOf(
  { attachments = [], containers = [] }: Task,
  targets: readonly TargetHealthDescription[],
): TargetHealthDescription[] {
  const details = attachments.flatMap((attachment) => attachment.details ?? []);
  const addresses = details.flatMap(({ name, value }) => (name === 'privateIPv4Address' ? [value] : []));
  // An instance's target is only known by its port here: which instance it is would be one more call (inference).
  const ports = containers.flatMap(({ networkBindings = [] }) =>
    networkBindings.map(({ hostPort }) => hostPort),
  );
  return targets.filter(({ Target: { Id, Port } = {} }) =>
    addresses.length > 0 ? addresses.includes(Id) : Id?.startsWith('i-') === true && ports.includes(Port),
  );
}

/** A group without health checks says `unavailable` of each target (AWS docs, Target.HealthCheckDisabled). */
export function isFit({ TargetHealth }: TargetHealthDescription): boolean {
  const { State, Reason } = TargetHealth ?? {};
  return State === 'healthy' || Reason === 'Target.HealthCheckDisabled';
}

/** Whether the load balancer sends requests to enough of these tasks; what is missing, in words. */
export function unmetByTargets(
  running: readonly Task[],
  groups: readonly (readonly TargetHealthDescription[])[],
  needed: number,
): string[] {
  return groups.flatMap((targets) => {
    const own = running.map((task) => targetsOf(task, targets));
    const fit = own.filter((targetsOfTask) => targetsOfTask.some(isFit)).length;
    if (fit >= needed) return [];
    const [sick] = own.flat().filter((target) => !isFit(target));
    const { State = 'missing', Reason } = sick?.TargetHealth ?? {};
    return [`${fit} of ${needed} targets are healthy (${[State, Reason].filter(Boolean).join(', ')})`];
  });
}
