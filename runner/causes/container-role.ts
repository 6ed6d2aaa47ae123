import type { ContainerDefinition, TaskDefinition } from '@aws-sdk/client-ecs';
import type { Cause } from './cause';

/**
 * What a container is to its task: `essential` ends it; `awaited` has to succeed before an essential one starts
 * (`dependsOn` with SUCCESS); `beside` is neither; `added` is in no task definition, AWS runs it for a feature.
 */
export type ContainerRole = 'essential' | 'awaited' | 'beside' | 'added';

/** Undefined where the task definition could not be read, and the name says nothing either. */
export function containerRoleOf(
  name: string,
  definition: TaskDefinition | undefined,
): ContainerRole | undefined {
  const containers = definition?.containerDefinitions ?? [];
  const own = containers.find((container) => container.name === name);
  if (!own) return containers.length > 0 || addedFor(name) ? 'added' : undefined;
  if (awaitedIn(containers).has(name)) return own.essential === false ? 'awaited' : 'essential';
  return own.essential === false ? 'beside' : 'essential';
}

/** Those that essential containers wait for to succeed, directly or through others. */
function awaitedIn(containers: readonly ContainerDefinition[]): ReadonlySet<string> {
  const awaited = new Set<string>();
  const open = containers.filter(({ essential }) => essential !== false);
  for (let container = open.pop(); container; container = open.pop()) {
    for (const { containerName = '', condition } of container.dependsOn ?? []) {
      const isNew = !awaited.has(containerName) && condition === 'SUCCESS';
      if (!isNew) continue;
      awaited.add(containerName);
      open.push(...containers.filter(({ name }) => name === containerName));
    }
  }
  return awaited;
}

/**
 * Features of AWS that bring a container along, by what its name begins with; it ends differently for each deployment
 * (field report).
 */
const features = [
  {
    prefix: 'ecs-service-connect-',
    feature: 'Service Connect',
    fix: 'check serviceConnectConfiguration of the service SERVICE_NAME: its namespace, port names and TLS; its logConfiguration shows what that container writes',
  },
  {
    prefix: 'aws-guardduty-agent-',
    feature: 'GuardDuty Runtime Monitoring',
    fix: 'check GuardDuty Runtime Monitoring of this account: let the execution role pull its agent and the subnets reach its endpoint, or exclude the cluster CLUSTER_NAME with the tag GuardDutyManaged=false',
  },
  {
    prefix: '~internal~ecs~pause',
    feature: 'the network of the task',
    fix: 'check networkConfiguration of the service SERVICE_NAME, and the ECS agent of the container instance',
  },
] as const;

export function addedFor(name: string) {
  return features.find(({ prefix }) => name.startsWith(prefix));
}

/** What AWS's own container suffers is no fault of the release, and ECS tries again: it is never definitive. */
export function addedContainerCause(name: string, what: string): Cause {
  const added = addedFor(name);
  return {
    id: 'added-container',
    explanation: added
      ? `ECS's own container for ${added.feature} (${added.prefix}…) ${what}`
      : `container ${name}, which is not in the task definition, ${what}`,
    fix:
      added?.fix ??
      `find out which feature of AWS or tool of this account adds the container ${name} to the task, and correct it there`,
    fault: 'surroundings',
  };
}
