import { NormalizedSchema } from '@smithy/core/schema';
import type { ECSClient } from '@aws-sdk/client-ecs';

/**
 * Refuses an answer that is not of the shape that the SDK's own schema has for it: the SDK hands on what it finds, and
 * whoever reads a list would meet a number. Told like any other page that is not AWS's.
 */
export function checkingAnswers<Client extends { readonly middlewareStack: object }>(client: Client): Client {
  // The clients' stacks differ in the types of their operations alone.
  const stack = client.middlewareStack as ECSClient['middlewareStack'];
  stack.add(
    (next, context) => async (args) => {
      const result = await next(args).catch((error: unknown) => {
        throw isUnreadable(error) ? new SyntaxError('the answer cannot be read', { cause: error }) : error;
      });
      const { operationSchema } = (context.__smithy_context ?? {}) as { operationSchema?: unknown[] };
      const output = operationSchema?.[5] as Parameters<typeof NormalizedSchema.of>[0] | undefined;
      if (output === undefined || isOfShape(NormalizedSchema.of(output), result.output)) return result;
      throw new SyntaxError('the answer is of another shape');
    },
    { step: 'initialize', priority: 'low', name: 'checkAnswer' },
  );
  return client;
}

/** What went wrong with an answer that came, and is none of AWS's refusals. */
function isUnreadable(error: unknown): boolean {
  return error instanceof Error && '$response' in error && !('$fault' in error);
}

/** What is missing is of any shape: who needs it says so. */
function isOfShape(schema: NormalizedSchema, value: unknown): boolean {
  if (value === undefined || value === null) return true;
  const [isRight] = kinds.flatMap(([isKind, isFit]) => (isKind(schema) ? [isFit] : []));
  return isRight?.(value, schema) ?? true;
}

type IsFit = (value: unknown, schema: NormalizedSchema) => boolean;

const kinds: readonly (readonly [(schema: NormalizedSchema) => boolean, IsFit])[] = [
  [
    (schema) => schema.isStructSchema(),
    (value, schema) =>
      isRecord(value) && [...schema.structIterator()].every(([name, one]) => isOfShape(one, value[name])),
  ],
  [
    (schema) => schema.isListSchema(),
    (value, schema) =>
      Array.isArray(value) && value.every((one) => one !== null && isOfShape(schema.getValueSchema(), one)),
  ],
  [
    (schema) => schema.isMapSchema(),
    (value, schema) =>
      isRecord(value) && Object.values(value).every((one) => isOfShape(schema.getValueSchema(), one)),
  ],
  [(schema) => schema.isStringSchema(), (value) => typeof value === 'string'],
  [(schema) => schema.isNumericSchema(), (value) => typeof value === 'number'],
  [(schema) => schema.isBooleanSchema(), (value) => typeof value === 'boolean'],
  [
    (schema) => schema.isTimestampSchema(),
    (value) => value instanceof Date && !Number.isNaN(value.getTime()),
  ],
];

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
