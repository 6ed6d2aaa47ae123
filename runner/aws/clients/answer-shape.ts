import { NormalizedSchema } from '@smithy/core/schema';
import type { ECSClient, RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs';
import { redactorOf } from '../../log/redact';

/** The clients' stacks differ in the types of their operations alone. */
export interface SdkClient {
  readonly middlewareStack: object;
}

/**
 * Refuses an answer that is not of the shape that the SDK's own schema has for it: the SDK hands on what it finds, and
 * whoever reads a list would meet a number. One that says nothing at all is none either: AWS lists nothing as an empty
 * list (inference). Told like any other page that is not AWS's.
 */
export function checkingAnswers<Client extends SdkClient>(client: Client): Client {
  const stack = client.middlewareStack as ECSClient['middlewareStack'];
  stack.add(
    (next, context) => async (args) => {
      const result = await next(args);
      const { operationSchema } = (context.__smithy_context ?? {}) as { operationSchema?: unknown[] };
      const schema = operationSchema?.[5] as Parameters<typeof NormalizedSchema.of>[0] | undefined;
      if (
        schema === undefined ||
        (isSaying(result.output) && isOfShape(NormalizedSchema.of(schema), result.output))
      )
        return result;
      throw Object.assign(new SyntaxError('the answer cannot be read'), { $response: result.response });
    },
    { step: 'initialize', priority: 'low', name: 'checkAnswer' },
  );
  return client;
}

function isSaying(output: object): boolean {
  return Object.entries(output).some(([name, value]) => name !== '$metadata' && value !== undefined);
}

/**
 * What a reader could fall over: a list, a map, a text or a time that is none. What is missing is of any shape, and who
 * needs it says so; of a number or a claim nobody asks more than its value.
 */
function isOfShape(schema: NormalizedSchema, value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (schema.isListSchema())
    return Array.isArray(value) && areOfShape(schema.getValueSchema(), withoutNulls(value));
  if (schema.isMapSchema())
    return isRecord(value) && areOfShape(schema.getValueSchema(), Object.values(value));
  if (schema.isStructSchema())
    return (
      isRecord(value) && [...schema.structIterator()].every(([name, one]) => isOfShape(one, value[name]))
    );
  if (schema.isTimestampSchema()) return value instanceof Date && !Number.isNaN(value.getTime());
  return !schema.isStringSchema() || typeof value === 'string';
}

/** None of the lists that are read here may have any (AWS's models, the trait `sparse`), and no reader looks for them. */
function withoutNulls(list: unknown[]): readonly unknown[] {
  if (list.includes(null)) list.splice(0, Infinity, ...list.filter((one) => one !== null));
  return list;
}

function areOfShape(schema: NormalizedSchema, values: readonly unknown[]): boolean {
  return values.every((one) => isOfShape(schema, one));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `true`, `prod` and their like would blot out ordinary words. */
const shortestValue = 6;

/** Where AWS refuses a task definition, its words may repeat it: nothing of it is told that may hold a secret. */
export function withoutEcho(client: ECSClient): ECSClient {
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        if (error instanceof Error)
          error.message = redactorOf(
            valuesIn(args.input as RegisterTaskDefinitionCommandInput),
            shortestValue,
          )(error.message);
        throw error;
      }
    },
    { step: 'initialize', name: 'withoutEcho' },
  );
  return client;
}

function valuesIn(input: Partial<RegisterTaskDefinitionCommandInput>): (string | undefined)[] {
  return (input.containerDefinitions ?? []).flatMap(
    ({ environment = [], command = [], entryPoint = [], dockerLabels = {}, logConfiguration: log }) => [
      ...environment.map(({ value }) => value),
      ...command,
      ...entryPoint,
      ...Object.values(dockerLabels),
      ...Object.entries(log?.options ?? {}).flatMap(([name, value]) =>
        name.startsWith('awslogs-') ? [] : value,
      ),
    ],
  );
}
