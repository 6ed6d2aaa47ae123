import type { ContainerDefinition, LoadBalancer } from '@aws-sdk/client-ecs';
import type { PreflightEvidence } from '../../evidence/evidence';
import { errorOf, unknownOf, warningOf, type PreflightFinding } from '../../evidence/finding';
import { unseenFindings } from '../../evidence/lookup';
import type { TargetGroup } from '../../evidence/target-groups-api';

const subject = 'load balancer';

/** Whether what the service sends to a container is there to be sent to; ECS refuses the update otherwise (AWS docs). */
export function ports({ service, definition }: PreflightEvidence): PreflightFinding[] {
  return (service.loadBalancers ?? []).flatMap((mapping) =>
    portProblem(mapping, definition.containerDefinitions ?? []),
  );
}

function portProblem(
  { containerName = '', containerPort }: LoadBalancer,
  containers: readonly ContainerDefinition[],
): PreflightFinding[] {
  if (containerPort === undefined || containerName === '') return [];
  const container = containers.find(({ name }) => name === containerName);
  if (!container) {
    return [
      errorOf(
        subject,
        `the service sends requests to the container ${containerName}, and the task definition has only ${containers.map(({ name }) => name).join(', ')}`,
        `name the container ${containerName} again in the task definition, or change loadBalancers of the service`,
      ),
    ];
  }
  const mappings = container.portMappings ?? [];
  const isThere = mappings.some(
    (mapping) =>
      mapping.containerPort === containerPort || isInRange(containerPort, mapping.containerPortRange),
  );
  if (isThere) return [];
  const open =
    mappings.flatMap((one) => one.containerPort ?? one.containerPortRange ?? []).join(', ') || 'none';
  return [
    errorOf(
      subject,
      `the service sends requests to port ${containerPort} of ${containerName}, whose portMappings have ${open}`,
      `add containerPort ${containerPort} to portMappings of ${containerName}, or change loadBalancers of the service`,
    ),
  ];
}

function isInRange(port: number, range = ''): boolean {
  const [from = NaN, to = NaN] = range.split('-').map(Number);
  return port >= from && port <= to;
}

/** Tasks with an address of their own are targets by that; all others by their instance (AWS docs). */
export function targetGroups({ definition, looks }: PreflightEvidence): PreflightFinding[] {
  if (!looks.targetGroups) return [];
  if (looks.targetGroups.kind !== 'seen') return unseenFindings(subject, looks.targetGroups);
  const groups = looks.targetGroups.value;
  if (!groups) {
    return [
      errorOf(
        subject,
        'a target group of the service does not exist any more',
        'create it again and set loadBalancers of the service to it',
      ),
    ];
  }
  const { networkMode = 'bridge' } = definition;
  return groups.flatMap((group) => targetGroupProblem(group, networkMode) ?? []);
}

function targetGroupProblem(
  { arn, targetType, isInUse }: TargetGroup,
  networkMode: string,
): PreflightFinding | undefined {
  const group = `the target group ${nameOf(arn)}`;
  const needed = networkMode === 'awsvpc' ? 'ip' : 'instance';
  if (!['ip', 'instance'].includes(targetType)) {
    return unknownOf(
      subject,
      `${group} is of type ${targetType}: nothing is known of it`,
      'look whether ECS can use it',
    );
  }
  if (targetType !== needed) {
    return errorOf(
      subject,
      `${group} takes targets of type ${targetType}, and tasks in network mode ${networkMode} are of type ${needed}`,
      `give the service a target group of type ${needed}, or the task definition another networkMode`,
    );
  }
  if (isInUse) return undefined;
  return warningOf(
    subject,
    `no load balancer sends anything to ${group}, so its targets never become healthy or unhealthy`,
    'give a listener of the load balancer a rule that forwards to it',
  );
}

/** `web` of `...:targetgroup/web/0123456789abcdef`. */
function nameOf(arn: string): string {
  return arn.split('/')[1] ?? arn;
}
