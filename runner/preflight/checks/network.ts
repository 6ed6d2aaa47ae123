import type { ContainerDefinition, ContainerInstance, LoadBalancer } from '@aws-sdk/client-ecs';
import type { TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { PreflightEvidence } from '../evidence/evidence';
import { errorOf, findingsIn, unknownOf, seenValueOf, warningOf, type Found } from '../evidence/finding';

const subject = 'load balancer';

/** Whether what the service sends to a container is there to be sent to; ECS refuses the update otherwise (AWS docs). */
export function ports({ service, definition }: PreflightEvidence): Found {
  const { containerDefinitions = [] } = definition;
  return service.loadBalancers?.map((mapping) => portProblem(mapping, containerDefinitions));
}

function portProblem(
  { containerName = '', containerPort }: LoadBalancer,
  containers: readonly ContainerDefinition[],
): Found {
  if (containerPort === undefined || containerName === '') return undefined;
  const container = containers.find(({ name }) => name === containerName);
  if (!container) {
    return errorOf(
      subject,
      `the service sends requests to the container ${containerName}, and the task definition has only ${containers.map(({ name }) => name).join(', ')}`,
      `name the container ${containerName} again in the task definition, or change loadBalancers of the service`,
    );
  }
  const open = (container.portMappings ?? []).flatMap(
    (one) => one.containerPort ?? one.containerPortRange ?? [],
  );
  if (open.some((one) => one === containerPort || isInRange(containerPort, String(one)))) return undefined;
  return errorOf(
    subject,
    `the service sends requests to port ${containerPort} of ${containerName}, whose portMappings have ${open.join(', ') || 'none'}`,
    `add containerPort ${containerPort} to portMappings of ${containerName}, or change loadBalancers of the service`,
  );
}

function isInRange(port: number, range: string): boolean {
  const [from = NaN, to = NaN] = range.split('-').map(Number);
  return port >= from && port <= to;
}

/** Tasks with an address of their own are targets by that; all others by their instance (AWS docs). */
export function targetGroups({ definition, looks }: PreflightEvidence): Found {
  if (!looks.targetGroups) return undefined;
  return findingsIn(subject, looks.targetGroups.look, (seen) => {
    if (seen) return seen.map((group) => targetGroupProblem(group, definition.networkMode));
    const fix = 'create it again and set loadBalancers of the service to it';
    return errorOf(subject, 'a target group of the service does not exist any more', fix);
  });
}

/** `web` of `...:targetgroup/web/0123456789abcdef`. */
export const groupName = (arn: string): string => `the target group ${arn.split('/')[1] ?? arn}`;

function targetGroupProblem(
  { TargetGroupArn: arn = '', TargetType, LoadBalancerArns = [] }: TargetGroup,
  networkMode = 'bridge',
): Found {
  const group = groupName(arn);
  const needed = networkMode === 'awsvpc' ? 'ip' : 'instance';
  if (TargetType !== 'ip' && TargetType !== 'instance') {
    const message = `${group} is of ${TargetType ? `type ${TargetType}` : 'no type'}: nothing is known of it`;
    return unknownOf(subject, message, 'look whether ECS can use it');
  }
  if (TargetType !== needed) {
    return errorOf(
      subject,
      `${group} takes targets of type ${TargetType}, and tasks in network mode ${networkMode} are of type ${needed}`,
      `give the service a target group of type ${needed}, or the task definition another networkMode`,
    );
  }
  if (LoadBalancerArns.length > 0) return undefined;
  return warningOf(
    subject,
    `no load balancer sends anything to ${group}, so its targets never become healthy or unhealthy`,
    'give a listener of the load balancer a rule that forwards to it',
  );
}

const largerSubnets = 'free addresses there, or give the service larger subnets';

/** Every task needs an address. One may be given back at any moment, so none left is no certain failure. */
export function subnetFindings(evidence: PreflightEvidence): Found {
  const { looks } = evidence;
  if (!looks.subnets) return undefined;
  return findingsIn('subnets', looks.subnets.look, (all) => {
    if (!all) {
      const fix = 'set networkConfiguration of the service to subnets that exist';
      return errorOf('subnets', 'a subnet of the service does not exist any more', fix);
    }
    // One that is IPv6-only has no IPv4 address to count.
    const full = all.filter((one) => one.AvailableIpAddressCount === 0 && !one.Ipv6Native);
    const andOthers = full.length === all.length ? ', and neither has any other subnet of the service' : '';
    const free = all.reduce(
      (sum, one) => sum + (one.Ipv6Native ? Infinity : (one.AvailableIpAddressCount ?? 0)),
      0,
    );
    return [
      full.map(({ SubnetId = '', AvailabilityZone = '' }) =>
        warningOf(
          `subnet ${SubnetId}`,
          `it has no free IP address${andOthers || ` (${AvailabilityZone})`}: tasks that are placed there do not start`,
          largerSubnets,
        ),
      ),
      // Each that is full has been named.
      free > 0
        ? shortOf(evidence, free, 'subnets', `they have ${free} free IP addresses`, largerSubnets)
        : [],
    ];
  });
}

/** All new tasks run beside all old ones, where traffic is shifted (AWS docs). */
function shortOf(
  { service, release }: PreflightEvidence,
  room: number,
  ...[what, has, fix]: readonly [subject: string, has: string, fix: string]
): Found {
  const { desiredCount = 0, deploymentConfiguration: { strategy = 'ROLLING' } = {} } = service;
  if (strategy === 'ROLLING' || release.isServed || room >= desiredCount) return undefined;
  return warningOf(what, `${has}, and ${strategy} starts ${desiredCount} tasks beside those that run`, fix);
}

/** Whether the instances have the CPU and the memory; what else a task may need of one, such as a port, is not looked at. */
export function instanceFindings(evidence: PreflightEvidence): Found {
  const { cpu, memory, containerDefinitions = [] } = evidence.definition;
  const sumOf = (sizeOf: (container: ContainerDefinition) => number | undefined) =>
    containerDefinitions.reduce((sum, container) => sum + (sizeOf(container) ?? 0), 0);
  const sizes = {
    CPU: Number(cpu ?? sumOf((one) => one.cpu)),
    // What is reserved of it is what ECS places by (AWS docs).
    MEMORY: Number(memory ?? sumOf((one) => one.memoryReservation ?? one.memory)),
  };
  const roomOn = ({ agentConnected, remainingResources = [] }: ContainerInstance) =>
    Math.min(
      ...Object.entries(sizes).map(([kind, size]) => {
        const { integerValue = 0 } = remainingResources.find(({ name }) => name === kind) ?? {};
        return agentConnected ? Math.floor(integerValue / Math.max(size, 1)) : 0;
      }),
    );
  return evidence.looks.instances.map(({ look }) => {
    const room = seenValueOf(look)?.reduce((sum, instance) => sum + roomOn(instance), 0) ?? Infinity;
    const has = `the cluster has room for ${room} tasks of ${sizes.CPU} CPU units and ${sizes.MEMORY} MiB`;
    return shortOf(evidence, room, 'container instances', has, 'add instances to the cluster');
  });
}
