import type { Service, Task } from '@aws-sdk/client-ecs';
import type { TargetHealthDescription } from '@aws-sdk/client-elastic-load-balancing-v2';
import { primaryOf } from './deployments';

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

/** What sends traffic to the tasks and has no target group whose health could be asked for, in words. */
export function unaskedBalancersOf(service: Service): string[] {
  const classic = (service.loadBalancers ?? []).flatMap(({ loadBalancerName }) => loadBalancerName ?? []);
  const isOnLattice = (primaryOf(service)?.vpcLatticeConfigurations ?? []).length > 0;
  return [
    ...classic.map((name) => `the health behind the Classic Load Balancer ${name}`),
    ...(isOnLattice ? ['the health of its VPC Lattice targets'] : []),
  ];
}

/** The container behind the target group that this text of AWS names; else behind the first one. */
export function containerBehind({ loadBalancers = [] }: Service, text: string): string | undefined {
  const [, group = ''] = /\(target-group ([^\s)]+)/.exec(text) ?? [];
  const named = loadBalancers.find(({ targetGroupArn = '', advancedConfiguration }) =>
    [targetGroupArn, advancedConfiguration?.alternateTargetGroupArn ?? ''].some(
      (arn) => group !== '' && (arn === group || arn.includes(`:targetgroup/${group}/`)),
    ),
  );
  return (named ?? loadBalancers[0])?.containerName;
}

/** The targets that this task is: by an address of its network interface (awsvpc), else by the host ports it has. */
export function targetsOf(
  task: Task,
  targets: readonly TargetHealthDescription[],
): TargetHealthDescription[] {
  const addresses = addressesOf(task);
  const ports = hostPortsOf(task);
  // An instance's target is only known by its port here: which instance it is would be one more call (inference).
  return targets.filter(({ Target: { Id = '', Port } = {} }) =>
    Id.startsWith('i-') ? Port !== undefined && ports.includes(Port) : addresses.includes(Id),
  );
}

/** Whether it could be told at all which of these targets are the tasks': the tasks name what the targets are named by. */
export function areTold(tasks: readonly Task[], targets: readonly TargetHealthDescription[]): boolean {
  const ids = targets.map(({ Target }) => Target?.Id ?? '');
  const kinds = new Set(ids.map(kindOf));
  return tasks.every((task) => {
    const own = new Set(addressesOf(task).map(kindOf));
    if (hostPortsOf(task).length > 0) own.add('instance');
    return kinds.size === 0 || [...own].some((kind) => kinds.has(kind));
  });
}

function kindOf(id: string): 'instance' | 'ipv6' | 'ipv4' {
  if (id.startsWith('i-')) return 'instance';
  return id.includes(':') ? 'ipv6' : 'ipv4';
}

/** Those that the attachment of the network interface and the containers name (AWS docs). */
function addressesOf({ attachments = [], containers = [] }: Task): string[] {
  const details = attachments.flatMap((attachment) => attachment.details ?? []);
  const interfaces = containers.flatMap(({ networkInterfaces = [] }) => networkInterfaces);
  const named = details.flatMap(({ name = '', value }) => (/ipv[46]address$/i.test(name) ? [value] : []));
  const addresses = interfaces.flatMap(({ privateIpv4Address, ipv6Address }) => [
    privateIpv4Address,
    ipv6Address,
  ]);
  return [...named, ...addresses].filter((address) => address !== undefined);
}

function hostPortsOf({ containers = [] }: Task): number[] {
  const bindings = containers.flatMap(({ networkBindings = [] }) => networkBindings);
  return bindings.flatMap(({ hostPort }) => (hostPort === undefined ? [] : [hostPort]));
}

/** A group without health checks says `unavailable` of each target (AWS docs, Target.HealthCheckDisabled). */
export function isFit({ TargetHealth }: TargetHealthDescription): boolean {
  const { State, Reason } = TargetHealth ?? {};
  return State === 'healthy' || Reason === 'Target.HealthCheckDisabled';
}

/** (AWS docs) */
const unfitStates = ['draining', 'initial', 'unavailable', 'unhealthy', 'unhealthy.draining', 'unused'];

function isUntold(target: TargetHealthDescription): boolean {
  return !isFit(target) && !unfitStates.includes(target.TargetHealth?.State ?? '');
}

/** Whether the load balancer sends requests to enough of these tasks: what is missing, or not told, in words. */
export function missingTargets(
  running: readonly Task[],
  groups: readonly (readonly TargetHealthDescription[])[],
  needed: number,
): { readonly unmet: readonly string[]; readonly unseen: readonly string[] } {
  const missing = groups.flatMap((targets) => {
    const own = running.map((task) => targetsOf(task, targets));
    const fitTasks = own.filter((targetsOfTask) => targetsOfTask.some(isFit)).length;
    // Tasks on the same port of several instances all match each other's targets: each needs a fit one of its own.
    const fit = Math.min(fitTasks, new Set(own.flat().filter(isFit)).size);
    if (fit >= needed) return [];
    const [sick] = own
      .flat()
      .filter((target) => !isFit(target))
      .toSorted((a, b) => Number(isUntold(a)) - Number(isUntold(b)));
    const untold = own.filter((ofTask) =>
      ofTask.length === 0 ? targets.length === 0 : ofTask.every(isUntold),
    );
    const { State = 'missing', Reason } = sick?.TargetHealth ?? {};
    const text = `${fit} of ${needed} targets are healthy (${[State, Reason].filter(Boolean).join(', ')})`;
    return [{ text, isSeen: fit + untold.length < needed }];
  });
  const texts = (isSeen: boolean) => missing.flatMap((one) => (one.isSeen === isSeen ? one.text : []));
  return { unmet: texts(true), unseen: texts(false) };
}
