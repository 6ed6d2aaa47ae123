import type { Problem } from '../errors';
import type { ProjectFiles } from './checks/build-context';
import { type Check, shown } from './checks/check';
import { pathInside } from './checks/checks';
import { itemsOf } from './each-service';
import { type Field, type Inputs, required, subjectOf, textOf } from './fields';
import { secretIn } from './secret-values';
import { gitlabJobOf } from './variables/gitlab-job';

/** A task definition that the project keeps, with the job's variables in it; nobody has looked yet whether AWS takes it. */
export interface TaskDefinitionFile {
  /** As the job names it. */
  readonly name: string;
  readonly content: Readonly<Record<string, unknown>>;
}

const variable = 'ECS_CD_TASK_DEFINITION_FILE';
/** A deploy job hands a variable of this name on, with a revision, or one of each service: only what cannot be one is a file. */
const output = 'ECS_CD_TASK_DEFINITION';

export function taskDefinitionFileOf(
  inputs: Inputs,
  files: ProjectFiles | undefined,
  ofAll: Inputs = inputs,
): Field<TaskDefinitionFile | undefined> {
  const handedOn = inputs.env[output] ?? '';
  const isOutput = textOf(inputs, variable) !== undefined || /^$|^[\w-]+:\d+(,[\w-]+:\d+)*$/.test(handedOn);
  const given = isOutput ? inputs : { ...inputs, env: { ...inputs.env, [variable]: handedOn } };
  const name = textOf(given, variable);
  if (name === undefined || files === undefined) return { value: undefined };
  const subject = isOutput ? subjectOf(inputs, variable) : output;
  const wrong = (mistakes: readonly Mistake[]) => ({
    problems: mistakes.map((one) => ({ ...one, subject })),
  });
  const shared = sharedIn(ofAll, name);
  if (shared) return wrong([shared]);
  const { projectDir } = gitlabJobOf(inputs.env, inputs.cwd);
  const text = required(given, variable, textIn(files, projectDir));
  if ('problems' in text) return wrong(text.problems);
  const parsed = contentOf(text.value);
  if ('message' in parsed) return wrong([{ ...parsed, message: `${name} is ${parsed.message}` }]);
  const { value, problems } = replaced(parsed.content, inputs.env);
  return problems.length === 0
    ? { value: { name, content: value as typeof parsed.content } }
    : wrong(problems);
}

/** Without a family in it, a file would make every service of the release run the same program. */
function sharedIn(ofAll: Inputs, name: string): Mistake | undefined {
  const families = [...new Set(itemsOf(ofAll, 'TASK_FAMILY'))];
  if (families.length < 2) return undefined;
  const message = `${name} is one task definition, and ${families.join(' and ')} would all run what it says`;
  return { message, fix: 'deploy each family from a job of its own' };
}

const unreadable =
  'commit it, or take it from an earlier job as an artifact; a job with GIT_STRATEGY: none has no checkout (input git_strategy: fetch)';

const textIn =
  (files: ProjectFiles, projectDir: string): Check<string> =>
  (path) => {
    const file = pathInside(projectDir)(path);
    if (!('value' in file)) return file;
    const value = files.textInside(file.value);
    const message = `${shown(path)} cannot be read, or a symbolic link leads out of the project`;
    return value === undefined ? { message, fix: unreadable } : { value };
  };

function contentOf(text: string): Pick<TaskDefinitionFile, 'content'> | Mistake {
  const { parse } = require('yaml') as typeof import('yaml');
  const neither = (why: string) => ({ message: `neither JSON nor YAML: ${why}`, fix: 'correct it' });
  try {
    const content: unknown = parse(text);
    if (isEndless(content)) return neither('it has an alias (*) that contains itself');
    const kind = kindOf(content, text);
    return kind === undefined
      ? { content: content as TaskDefinitionFile['content'] }
      : { message: `${kind}, and not a task definition`, fix: asObject };
  } catch (error) {
    return neither((error instanceof Error ? error.message : String(error)).split(/:?\n/)[0] ?? '');
  }
}

const asObject =
  'write one object into it, with containerDefinitions and the like, as aws ecs describe-task-definition prints it or register-task-definition takes it';

/**
 * What it is that cannot be a task definition. Bytes that are no text come as these characters; so does a letter of another
 * encoding in a comment, which does no harm.
 */
function kindOf(content: unknown, text: string): string | undefined {
  if (typeof content === 'object' && content !== null) return Array.isArray(content) ? 'a list' : undefined;
  if (/[\0\ufffd]/.test(text)) return 'no text file';
  return content === null || content === undefined ? 'empty' : `a ${typeof content}`;
}

function isEndless(value: unknown, around: readonly unknown[] = []): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return around.includes(value) || Object.values(value).some((item) => isEndless(item, [...around, value]));
}

type Mistake = Omit<Problem, 'subject'>;

/** After parsing, so that a value cannot break what is around it. */
function replaced(content: unknown, env: Inputs['env']): { value: unknown; problems: readonly Mistake[] } {
  const isSecret = secretIn(env);
  const problems: Mistake[] = [];
  const textAt = (text: string, path: string) =>
    text.replaceAll(/\$?\$\{([^}]*)\}/g, (found, name: string) => {
      if (found.startsWith('$$')) return found.slice(1);
      const value = env[name];
      if (value === undefined)
        problems.push({
          message: `${path}: this job has no variable ${name || '""'}`,
          fix: `set it, or write $\${${name}} for a literal \${${name}}`,
        });
      else if (isSecret(name, value))
        problems.push({
          message: `${path}: ${name} is a secret, which everybody who may look at the task definition could read`,
          fix: 'keep it in Secrets Manager or Parameter Store, and name it in "secrets" of the container',
        });
      return value ?? '';
    });
  const at = (value: unknown, path: string): unknown => {
    if (typeof value === 'string') return textAt(value, path);
    if (Array.isArray(value)) return value.map((item, index) => at(item, `${path}[${index}]`));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, at(item, path ? `${path}.${key}` : key)]),
    );
  };
  return { value: at(content, ''), problems };
}
