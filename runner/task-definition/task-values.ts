import type { ContainerDefinition, TaskDefinition } from '@aws-sdk/client-ecs';
import type { TaskValues } from '../settings/task-values';
import type { FamilyMember } from '../settings/fields';

/** A container with the variables and secrets of the job. */
export function withValues(
  container: ContainerDefinition,
  { environment = [], secrets = [] }: TaskValues,
): ContainerDefinition {
  if (environment.length + secrets.length === 0) return container;
  const { environment: oldEnvironment, secrets: oldSecrets, ...rest } = container;
  const lists = {
    environment: [
      ...keptOf(oldEnvironment, environment, secrets),
      ...environment.filter(isSet).map(({ name, value }) => ({ name, value })),
    ],
    secrets: [
      ...keptOf(oldSecrets, secrets, environment),
      ...secrets.filter(isSet).map(({ name, value }) => ({ name, valueFrom: value })),
    ],
  };
  return { ...rest, ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)) };
}

const isSet = ({ value }: FamilyMember) => value !== '';

/** ECS refuses a name that is in both lists: what the other one sets moves there. */
function keptOf<Entry extends { readonly name?: string | undefined }>(
  entries: readonly Entry[] = [],
  own: readonly FamilyMember[],
  other: readonly FamilyMember[],
): Entry[] {
  const gone = [...own, ...other.filter(isSet)].map(({ name }) => name);
  return entries.filter(({ name = '' }) => !gone.includes(name));
}

/** What the job sets, by name and never by value; undefined where it sets nothing. */
export function valuesTextOf(
  values: TaskValues,
  { containerDefinitions = [] }: TaskDefinition,
  containers: readonly string[],
): string | undefined {
  const { environment = [], secrets = [], cpu, memory } = values;
  const before = containerDefinitions.filter(({ name = '' }) => containers.includes(name));
  const namesIn = (list: 'environment' | 'secrets') =>
    before.flatMap((container) => (container[list] ?? []).flatMap(({ name }) => name ?? []));
  const text = (all: readonly FamilyMember[], others: readonly string[], from: string) =>
    all
      .filter(isSet)
      .map(({ name }) => (others.includes(name) ? `${name} (until now in ${from})` : name))
      .join(', ');
  const parts = {
    environment: text(environment, namesIn('secrets'), 'secrets'),
    secrets: text(secrets, namesIn('environment'), 'environment'),
    without: [...environment, ...secrets]
      .filter((one) => !isSet(one))
      .map(({ name }) => name)
      .join(', '),
    cpu,
    memory,
  };
  const told = Object.entries(parts).flatMap(([what, names]) => (names ? `${what} ${names}` : []));
  return told.length === 0 ? undefined : told.join('; ');
}

/** Whether a job sets what is at that place of a task definition. */
export function isValueOf({ environment = [], secrets = [], ...size }: TaskValues, path: readonly string[]) {
  const [first = '', , list, name] = path;
  if (path.length === 1) return (first === 'cpu' || first === 'memory') && size[first] !== undefined;
  const isInList = list === 'environment' || list === 'secrets';
  return isInList && [...environment, ...secrets].some((one) => one.name === name);
}

const option = 'awslogs-stream-prefix';

/** A container whose log streams begin with STAGE, if it logs with awslogs. */
export function withStage(container: ContainerDefinition, stage: string): ContainerDefinition {
  const { logConfiguration } = container;
  if (logConfiguration?.logDriver !== 'awslogs') return container;
  const options = { ...logConfiguration.options, [option]: stage };
  return { ...container, logConfiguration: { ...logConfiguration, options } };
}

/**
 * What STAGE renames, for whoever looks for the logs where they were: `ecs of web, proxy`. Undefined where each prefix is
 * that already.
 */
export function renamedPrefixesOf(
  { containerDefinitions = [] }: TaskDefinition,
  stage: string,
): string | undefined {
  const renamed = new Map<string, string[]>();
  for (const { name = '', logConfiguration } of containerDefinitions) {
    const prefix = logConfiguration?.options?.[option] ?? 'none';
    if (logConfiguration?.logDriver !== 'awslogs' || prefix === stage) continue;
    renamed.set(prefix, [...(renamed.get(prefix) ?? []), name]);
  }
  const texts = [...renamed].map(([prefix, names]) => `${prefix} of ${names.join(', ')}`);
  return texts.length === 0 ? undefined : texts.join('; ');
}
