import type { Tag } from '@aws-sdk/client-ecs';
import type { NormalizedSchema } from '@smithy/core/schema';
import { EcsCdError, type Problem } from '../errors';
import { misspelt } from '../names/did-you-mean';
import type { TaskDefinitionFile } from '../settings/project-task-definition';
import { isRecord } from './normalized-task-definition';
import { registrableOf, type DescribedRevision } from './task-definition';

/**
 * The revision that a file of the project describes, in the shape of RegisterTaskDefinition's request or of
 * DescribeTaskDefinition's answer. Throws one error with everything that AWS would not take.
 */
export function revisionIn(
  { name, content }: TaskDefinitionFile,
  family: string,
  schema: NormalizedSchema,
): DescribedRevision {
  const { tags, ...definition } = partsOf(content);
  // Found in real files, and refused by AWS.
  const isEmpty = Array.isArray(tags) && tags.length === 0;
  const request = { family, ...definition, ...(isEmpty || tags === undefined ? {} : { tags }) };
  const problems = [
    ...mistakesIn(schema, request),
    ...familyMistakesIn(request, family),
    ...unnamedIn(request),
  ];
  if (problems.length > 0)
    throw new EcsCdError('invalid-usage', `${name} is not what AWS takes`, { problems });
  return {
    taskDefinition: { ...definition, family },
    tags: (tags ?? []) as Tag[],
    lost: [],
    blank: isEmpty ? ['tags'] : [],
  };
}

/** Of a request as it is; of an answer, what can be registered again, with its tags beside. */
function partsOf(content: TaskDefinitionFile['content']): Record<string, unknown> {
  const { taskDefinition, tags } = content;
  if (!isRecord(taskDefinition)) return registrableOf(content);
  return { ...(tags === undefined ? {} : { tags }), ...registrableOf(taskDefinition) };
}

function familyMistakesIn(request: Record<string, unknown>, family: string): Problem[] {
  if (request['family'] === family) return [];
  const message = `is not ${family}, which TASK_FAMILY says`;
  return [{ subject: 'family', message, fix: 'leave it out, or correct one of them' }];
}

function unnamedIn({ containerDefinitions: list }: Record<string, unknown>): Problem[] {
  const containers: readonly unknown[] = Array.isArray(list) ? list : [];
  return containers.flatMap((container, index) =>
    isRecord(container) && !container['name']
      ? [{ subject: `containerDefinitions[${index}].name`, message: 'is missing', fix: 'name the container' }]
      : [],
  );
}

/** Names and types as the SDK itself knows them; values of enumerations are not among that. */
function mistakesIn(schema: NormalizedSchema, value: unknown, path = ''): Problem[] {
  if (schema.isStructSchema())
    return isRecord(value) ? membersMistakenIn(schema, value, path) : [wrong('an object', value, path)];
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) return [wrong('a list', value, path)];
    return value.flatMap((item, index) => mistakesIn(schema.getValueSchema(), item, `${path}[${index}]`));
  }
  if (schema.isMapSchema()) {
    if (!isRecord(value)) return [wrong('an object', value, path)];
    return Object.entries(value).flatMap(([key, item]) =>
      mistakesIn(schema.getValueSchema(), item, `${path}.${key}`),
    );
  }
  const type = schema.isStringSchema() ? 'string' : schema.isBooleanSchema() ? 'boolean' : 'number';
  return typeof value === type ? [] : [wrong(`a ${type}`, value, path)];
}

function membersMistakenIn(
  schema: NormalizedSchema,
  value: Record<string, unknown>,
  path: string,
): Problem[] {
  const members = Object.fromEntries(schema.structIterator());
  const at = (name: string) => (path ? `${path}.${name}` : name);
  return [
    ...Object.entries(value).flatMap(([name, item]) => {
      const member = members[name];
      if (member) return mistakesIn(member, item, at(name));
      const near = misspelt(name, Object.keys(members));
      const fix =
        near === undefined ? 'remove it: this version of ecs-cd knows none' : `did you mean ${near}?`;
      return [{ subject: at(name), message: 'is no member of it', fix }];
    }),
    ...requiredOf(schema)
      .filter((name) => value[name] === undefined)
      .map((name) => ({ subject: at(name), message: 'is missing', fix: 'add it' })),
  ];
}

/** Required members come first, and their count last (measured). */
function requiredOf(schema: NormalizedSchema): readonly string[] {
  const [names, , count] = (schema.getSchema() as unknown as readonly unknown[]).slice(4);
  return (names as string[]).slice(0, (count ?? 0) as number);
}

function wrong(what: string, value: unknown, path: string): Problem {
  const kinds = { object: Array.isArray(value) ? 'a list' : 'an object' } as Record<string, string>;
  const got = value === null ? 'null' : (kinds[typeof value] ?? `a ${typeof value}`);
  const isUnquoted = what === 'a string' && ['number', 'boolean'].includes(typeof value);
  const fix = isUnquoted ? `write "${String(value)}"` : `write ${what}`;
  return { subject: path || 'the file', message: `is ${got}, not ${what}`, fix };
}
