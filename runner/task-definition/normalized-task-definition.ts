import { cpuUnitsOf, mebibytesOf } from '../settings/checks/task-size';

/**
 * A task definition as it is compared: without what AWS fills in where nothing was said, and without orders that mean
 * nothing. What AWS fills in has grown over the years (AWS docs), so two revisions that were registered alike may be
 * described differently.
 */
function normalizedTaskDefinitionOf(definition: object): Record<string, unknown> {
  const { networkMode, requiresCompatibilities, ...rest } = definition as Record<string, unknown>;
  delete rest['tags'];
  const hasOwnAddress = networkMode === 'awsvpc' || networkMode === 'host';
  const containers = listOf(rest['containerDefinitions']).map((one) => containerOf(one, hasOwnAddress));
  const { cpu, memory } = rest;
  const compared = plain({
    ...rest,
    cpu: typeof cpu === 'string' ? cpuUnitsOf(cpu) : cpu,
    memory: typeof memory === 'string' ? mebibytesOf(memory) : memory,
    networkMode: unless(networkMode, 'bridge'),
    requiresCompatibilities: Array.isArray(requiresCompatibilities)
      ? requiresCompatibilities.toSorted()
      : undefined,
    containerDefinitions: containers,
  });
  return isRecord(compared) ? compared : {};
}

function containerOf(container: Record<string, unknown>, hasOwnAddress: boolean): Record<string, unknown> {
  const { environment, secrets, portMappings, healthCheck, logConfiguration, ...rest } = container;
  return {
    ...rest,
    cpu: unless(rest['cpu'], 0),
    // A container is essential unless it is said; every other switch is off.
    essential: rest['essential'] === false ? 'false' : undefined,
    versionConsistency: unless(rest['versionConsistency'], 'enabled'),
    environment: valuesByName(environment, 'value'),
    secrets: valuesByName(secrets, 'valueFrom'),
    portMappings: Object.fromEntries(listOf(portMappings).map((one) => portMappingOf(one, hasOwnAddress))),
    healthCheck: isRecord(healthCheck) ? healthCheckOf(healthCheck) : undefined,
    logConfiguration: isRecord(logConfiguration)
      ? { ...logConfiguration, secretOptions: valuesByName(logConfiguration['secretOptions'], 'valueFrom') }
      : undefined,
  };
}

function portMappingOf(mapping: Record<string, unknown>, hasOwnAddress: boolean): [string, unknown] {
  const { containerPort, containerPortRange, hostPort, protocol = 'tcp', ...rest } = mapping;
  const filledIn = hasOwnAddress ? containerPort : 0;
  return [
    `${String(containerPort ?? containerPortRange)}/${String(protocol)}`,
    { [itself]: true, ...rest, hostPort: unless(hostPort, filledIn) },
  ];
}

/** (AWS docs, HealthCheck) */
function healthCheckOf({ interval, timeout, retries, startPeriod, ...rest }: Record<string, unknown>) {
  return {
    ...rest,
    interval: unless(interval, 30),
    timeout: unless(timeout, 5),
    retries: unless(retries, 3),
    startPeriod: unless(startPeriod, 0),
  };
}

function valuesByName(list: unknown, member: string): Record<string, unknown> {
  return Object.fromEntries(listOf(list).map((item) => [String(item['name']), item[member] ?? '']));
}

const unless = (value: unknown, usual: unknown) => (value === usual ? undefined : value);

/** Stands for a named thing that says nothing more of itself: it is there all the same. */
const itself = '';

/** Names of things that stand in a list without an order, by what names them. */
const keys = ['name', 'containerPath', 'containerName', 'sourceContainer', 'hostname'];

/** Empty lists and records, `false` and nothing say the same; lists of named things become records. */
function plain(value: unknown): unknown {
  if (value === false || value === null) return undefined;
  if (Array.isArray(value)) return plainList(value);
  return isRecord(value) ? plainRecord(value) : value;
}

function plainList(list: readonly unknown[]): unknown {
  if (list.length === 0) return undefined;
  // A command's words have an order.
  if (list.every((item) => typeof item === 'string')) return JSON.stringify(list);
  const items = list.filter(isRecord);
  const key = keys.find((name) => items.every((item) => typeof item[name] === 'string'));
  const named =
    key === undefined
      ? undefined
      : items.map(({ [key]: name, ...rest }) => [String(name), { [itself]: true, ...rest }]);
  return plainRecord(
    named && items.length === list.length
      ? (Object.fromEntries(named) as Record<string, unknown>)
      : Object.fromEntries(list.entries()),
  );
}

function plainRecord(record: Record<string, unknown>): Record<string, unknown> | undefined {
  const entries = Object.entries(record)
    .map(([key, value]) => [key, plain(value)] as const)
    .filter(([, value]) => value !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** One place where two task definitions differ. A value is absent where there is none, or nothing but the name. */
export interface Difference {
  readonly path: readonly string[];
  readonly kind: 'added' | 'removed' | 'changed';
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Where a task definition differs from another one, once both are written alike. */
export function differencesBetween(before: object, after: object): Difference[] {
  return differing(normalizedTaskDefinitionOf(before), normalizedTaskDefinitionOf(after), []);
}

function differing(before: unknown, after: unknown, path: readonly string[]): Difference[] {
  const [left, right] = [recordOf(before), recordOf(after)];
  if (!left || !right) return Object.is(before, after) ? [] : [leafOf(before, after, path)];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((key) =>
    differing(left[key], right[key], [...path, key]),
  );
}

/** A record is compared member by member also with nothing, so that everything in it is named. */
function recordOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (value === undefined) return {};
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}

function leafOf(before: unknown, after: unknown, path: readonly string[]): Difference {
  const isOnlyName = path.at(-1) === itself;
  return {
    path: isOnlyName ? path.slice(0, -1) : path,
    kind: before === undefined ? 'added' : after === undefined ? 'removed' : 'changed',
    ...(before === undefined || isOnlyName ? {} : { before }),
    ...(after === undefined || isOnlyName ? {} : { after }),
  };
}
