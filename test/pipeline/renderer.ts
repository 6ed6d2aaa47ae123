import { parseAllDocuments } from 'yaml';
import { inputsOf, type InputSpec } from './template/inputs';
import {
  deepMerged,
  isMapping,
  listOf,
  type Mapping,
  mappingOf,
  refuseUnknownKeys,
  withoutNulls,
} from './mapping';

export interface Template {
  readonly inputs: Readonly<Record<string, InputSpec>>;
  readonly body: Mapping;
}

/**
 * The pipeline that GitLab 17.0 makes of a configuration: includes are interpolated and merged, then `extends` is
 * resolved. It is strict where gitlab-ci-local is not, and refuses everything that GitLab 17.0 does not know or that
 * only one kind of include offers, with GitLab's own texts where it has one.
 */
export function pipelineOf(configuration: string, included: (entry: Mapping) => string): Mapping {
  const { include = [], ...own } = mappingOf(documentsOf(configuration)[0], 'configuration');
  const parts = listOf(include).map((item) => {
    const { inputs = {}, ...entry } = mappingOf(item, 'include');
    return rendered(included(entry), mappingOf(inputs, 'include:inputs'));
  });
  const merged = [...parts, own].reduce<Mapping>(deepMerged, {});
  return withoutNulls(
    Object.fromEntries(Object.keys(merged).map((name) => [name, asHandedOn(extendedJob(name, merged, []))])),
  );
}

/** The body of one included file, for the inputs it was given. */
export function rendered(source: string, given: Mapping = {}): Mapping {
  const { inputs, body } = templateOf(source);
  const values = inputsOf(inputs, given);
  return mappingOf(interpolated(body, values), 'content');
}

export function templateOf(source: string): Template {
  const documents = documentsOf(source);
  if (documents.length !== 2) throw new Error('a component is a header and a body');
  const [header, body] = documents.map((document) => mappingOf(document, 'document'));
  const { spec, ...beside } = header ?? {};
  refuseUnknownKeys('header', beside, []);
  const { inputs = {}, ...newer } = mappingOf(spec ?? {}, 'header:spec');
  refuseUnknownKeys('header:spec', newer, []);
  return {
    inputs: mappingOf(inputs, 'header:spec:inputs') as Template['inputs'],
    body: body ?? {},
  };
}

/** As GitLab's loader reads it: YAML 1.1, in which an unquoted `on` or `off` is a boolean. */
function documentsOf(source: string): readonly unknown[] {
  return parseAllDocuments(source, { version: '1.1' }).map((document) => {
    if (document.errors[0]) throw document.errors[0];
    return document.toJS() as unknown;
  });
}

const block = /\$\[\[\s*(\S.*?\S)\s*\]\]/g;

function interpolated(node: unknown, values: Mapping): unknown {
  if (typeof node === 'string') return interpolatedText(node, values);
  if (Array.isArray(node)) return node.map((item) => interpolated(item, values));
  if (!isMapping(node)) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => {
      const name = interpolatedText(key, values);
      if (typeof name !== 'string') throw new Error(`${key} is no name of a key`);
      return [name, interpolated(value, values)];
    }),
  );
}

/** A block that is the whole text keeps the type of its value; within a text it becomes text. */
function interpolatedText(text: string, values: Mapping): unknown {
  const blocks = [...text.matchAll(block)];
  if (blocks.length === 1 && blocks[0]?.[0] === text) return accessed(blocks[0][1] ?? '', values);
  return text.replace(block, (_, access: string) => {
    const value = accessed(access, values);
    if (typeof value === 'object') throw new Error(`${access} is a list and cannot stand inside a text`);
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}

function accessed(access: string, values: Mapping): unknown {
  const [, name] = /^inputs\.([\w-]+)$/.exec(access) ?? [];
  if (name === undefined) {
    throw new Error(
      access.includes('|')
        ? `${access}: functions are not rendered here, and gitlab-ci-local skips them`
        : `unknown interpolation key: \`${access}\``,
    );
  }
  if (!(name in values)) throw new Error(`unknown interpolation key: \`${name}\``);
  return values[name];
}

/** A job gets its variables as text, also where an input of type number stands for one. */
function asHandedOn(job: unknown): unknown {
  if (!isMapping(job) || !isMapping(job['variables'])) return job;
  const variables = Object.entries(job['variables']).map(([name, value]) => [
    name,
    typeof value === 'number' ? String(value) : value,
  ]);
  return { ...job, variables: Object.fromEntries(variables) as Mapping };
}

function extendedJob(name: string, all: Mapping, descendants: readonly string[]): unknown {
  const job = all[name];
  if (!isMapping(job)) return job;
  if (descendants.includes(name)) throw new Error(`${name}: circular dependency detected in \`extends\``);
  const { extends: parents = [], ...own } = job;
  const bases = listOf(parents).map((parent) => {
    if (typeof parent !== 'string' || !(parent in all)) {
      throw new Error(`${name}: unknown keys in \`extends\` (${String(parent)})`);
    }
    return mappingOf(extendedJob(parent, all, [...descendants, name]), parent);
  });
  return [...bases, own].reduce<Mapping>(deepMerged, {});
}
