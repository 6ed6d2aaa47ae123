import { NormalizedSchema } from '@smithy/core/schema';

/** The SDK's own description of one operation's input and output. */
export interface OperationSchema {
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
}

export function operationSchemaOf(
  schemas: Readonly<Record<string, unknown>>,
  operation: string,
): OperationSchema | undefined {
  const schema = schemas[`${operation}$`];
  if (!Array.isArray(schema)) return undefined;
  const [, , , , input, output] = schema as Parameters<typeof NormalizedSchema.of>[0][];
  return { input: NormalizedSchema.of(input!), output: NormalizedSchema.of(output!) };
}

/** What is wrong with a value, in the place where it is wrong. */
export interface Mismatch {
  readonly kind: 'unknown' | 'type' | 'missing';
  readonly path: string;
  readonly expected: string;
  readonly got: string;
}

/** JSON on the wire to what the SDK's types say (timestamps as Date, blobs as bytes), or back. */
export type Direction = 'from-wire' | 'to-wire';

/** Converts a value along its schema, calling `mismatch` for everything that does not fit. */
export function convertedBy(
  schema: NormalizedSchema,
  value: unknown,
  direction: Direction,
  mismatch: (what: Mismatch) => void,
  path = '',
): unknown {
  const wrong = (expected: string) => {
    mismatch({ kind: 'type', path, expected, got: Array.isArray(value) ? 'list' : typeof value });
    return undefined;
  };
  const inner = (of: NormalizedSchema, item: unknown, at: string) =>
    convertedBy(of, item, direction, mismatch, at);

  if (schema.isUnitSchema()) return {};
  if (schema.isStructSchema()) {
    if (!isRecord(value)) return wrong('structure');
    return convertedStructure(schema, value, inner, mismatch, path);
  }
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) return wrong('list');
    return value.map((item, index) => inner(schema.getValueSchema(), item, `${path}[${index}]`));
  }
  if (schema.isMapSchema()) {
    if (!isRecord(value)) return wrong('map');
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        inner(schema.getValueSchema(), item, `${path}.${key}`),
      ]),
    );
  }
  if (schema.isTimestampSchema()) {
    if (direction === 'to-wire') return value instanceof Date ? value.getTime() / 1000 : wrong('timestamp');
    return typeof value === 'number' ? new Date(value * 1000) : wrong('timestamp');
  }
  if (schema.isBlobSchema()) {
    if (direction === 'to-wire') {
      return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : wrong('blob');
    }
    return typeof value === 'string' ? new Uint8Array(Buffer.from(value, 'base64')) : wrong('blob');
  }
  if (schema.isDocumentSchema()) return value;
  if (schema.isStringSchema()) return typeof value === 'string' ? value : wrong('string');
  if (schema.isBooleanSchema()) return typeof value === 'boolean' ? value : wrong('boolean');
  if (schema.isNumericSchema()) return typeof value === 'number' ? value : wrong('number');
  throw new Error(`no conversion for ${schema.getName() ?? 'a schema'} at ${path}`);
}

function convertedStructure(
  schema: NormalizedSchema,
  value: Record<string, unknown>,
  inner: (of: NormalizedSchema, item: unknown, at: string) => unknown,
  mismatch: (what: Mismatch) => void,
  path: string,
): Record<string, unknown> {
  const members = membersOf(schema);
  const result: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) {
    const at = path ? `${path}.${name}` : name;
    if (item === undefined || item === null) continue;
    if (!Object.hasOwn(members, name))
      mismatch({ kind: 'unknown', path: at, expected: 'nothing', got: name });
    else result[name] = inner(members[name]!, item, at);
  }
  for (const name of requiredMembersOf(schema)) {
    if (value[name] !== undefined && value[name] !== null) continue;
    mismatch({ kind: 'missing', path: path ? `${path}.${name}` : name, expected: name, got: 'nothing' });
  }
  return result;
}

/** The schemas of a structure's members by name. */
export function membersOf(schema: NormalizedSchema): Readonly<Record<string, NormalizedSchema>> {
  const key = schema.getSchema() as object;
  const known = knownMembers.get(key) ?? Object.fromEntries(schema.structIterator());
  knownMembers.set(key, known);
  return known;
}

const knownMembers = new WeakMap<object, Readonly<Record<string, NormalizedSchema>>>();

/** The required members of a structure come first, and their count last (measured). */
function requiredMembersOf(schema: NormalizedSchema): readonly string[] {
  const [, , , , names, , required] = schema.getSchema() as unknown as readonly unknown[];
  return (names as string[]).slice(0, (required as number | undefined) ?? 0);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
