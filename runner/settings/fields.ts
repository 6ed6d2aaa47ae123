import { EcsCdError, type Problem } from '../errors';
import { type Check, oneOf, shown, unshown, type Invalid } from './checks/check';
import { type Environment, gitlabJobOf } from './variables/gitlab-job';
import { commonMistakeIn, isFileOf, lostValueIn } from './checks/common-mistakes';
import { looksSecret } from './checks/secret-checks';
import { misspelt } from '../names/did-you-mean';
import type { Variable } from './variables/variable';
import { type ChoiceOf, type VariableName, variableOf, variables } from './variables/variables';

/** The flags and the variables of a command, before any of them is checked. */
export interface Inputs {
  /** By the name that the table spells; a flag that is not set is undefined, never a default. */
  readonly flags: Readonly<Record<string, unknown>>;
  readonly env: Environment;
  readonly cwd: string;
  /** Options of the command line that the command does not have. */
  readonly misread?: readonly Problem[];
}

/** One field of the settings: its value, or what is wrong with it. */
export type Field<T> = { readonly value: T } | { readonly problems: readonly Problem[] };

/** A field that must come to a value: the one that is set, or the table's default. */
export function required<T>(inputs: Inputs, name: VariableName, check: Check<T>): Field<T> {
  const variable = variableOf(name);
  const subject = subjectOf(inputs, name);
  const text = textOf(inputs, name) ?? variable.default;
  if (text === undefined) return { problems: [missingProblem(variable, subject, inputs)] };
  const checked = (variable.isText ? lostValueIn : commonMistakeIn)(variable, text) ?? check(text);
  if ('value' in checked) return checked;
  const wrong = !variable.secret && looksSecret(text) ? misplacedSecret(text) : checked;
  return { problems: [{ subject, ...wrong }] };
}

/** Messages about other values show them, so a secret in the wrong place must not get that far. */
function misplacedSecret(text: string): Invalid {
  const message = `${unshown(text)} looks like a secret`;
  return { message, fix: 'write what belongs there, and replace the secret if others could see it' };
}

/** A field with one thing wrong. */
export function refused(subject: string, message: string, fix: string): Field<never> {
  return { problems: [{ subject, message, fix }] };
}

/** A field that may stay empty. */
export function optional<T>(inputs: Inputs, name: VariableName, check: Check<T>): Field<T | undefined> {
  return textOf(inputs, name) === undefined ? { value: undefined } : required(inputs, name, check);
}

/** A field that takes one of the words that its row of the table has. */
export function chosen<Name extends VariableName>(inputs: Inputs, name: Name): Field<ChoiceOf<Name>> {
  return required(inputs, name, oneOf((variableOf(name).choices ?? []) as readonly ChoiceOf<Name>[]));
}

export function switchOf(inputs: Inputs, name: VariableName): Field<boolean> {
  return mapped(required(inputs, name, oneOf(['true', 'false'])), (text) => text === 'true');
}

/** What is set for a variable, unchecked. An empty flag beats the variable too: it was meant to hold something. */
export function textOf({ flags, env }: Inputs, name: VariableName): string | undefined {
  const { flag } = variableOf(name);
  const flagged = flag === undefined ? undefined : flags[flag];
  // A flag that is set twice arrives as an array.
  const text =
    flagged === undefined ? env[name] : typeof flagged === 'string' ? flagged : JSON.stringify(flagged);
  return text === '' ? undefined : text;
}

/** The same for a flag that may be set several times; a variable has spaces or commas between its texts, or only spaces. */
export function textsOf(
  inputs: Inputs,
  name: VariableName,
  separator = /[\s,]+/,
): { readonly subject: string; readonly texts: readonly string[] } {
  const { flag } = variableOf(name);
  const flagged = flag === undefined ? undefined : inputs.flags[flag];
  const subject = subjectOf(inputs, name);
  if (flagged === undefined)
    return { subject, texts: (inputs.env[name] ?? '').split(separator).filter(Boolean) };
  return { subject, texts: (Array.isArray(flagged) ? (flagged as unknown[]) : [flagged]).map(String) };
}

/** The flag if there is one on the command line, else the variable: what the reader has to change. */
export function subjectOf({ flags }: Inputs, name: VariableName): string {
  const { flag } = variableOf(name);
  return flag !== undefined && flags[flag] !== undefined ? `--${flag}` : name;
}

function problemsOf(...fields: readonly Field<unknown>[]): readonly Problem[] {
  return fields.flatMap((field) => ('problems' in field ? field.problems : []));
}

export function valueOf<T>(field: Field<T>): T | undefined {
  return 'value' in field ? field.value : undefined;
}

export function mapped<T, U>(field: Field<T>, next: (value: T) => U): Field<U> {
  return 'value' in field ? { value: next(field.value) } : field;
}

/** A field that follows from another one. What is wrong with that one is not said twice. */
export function derivedFrom<T, U>(field: Field<T>, next: (value: T) => U): Field<U> {
  return 'value' in field ? { value: next(field.value) } : { problems: [] };
}

/** A field whose value is good alone, but not beside others. */
export function withProblems<T>(field: Field<T>, problems: readonly Problem[]): Field<T> {
  return problems.length === 0 ? field : { problems: [...problemsOf(field), ...problems] };
}

/** Every variable of a family; undefined where the job has none. */
export function variablesOfFamily(
  { env }: Pick<Inputs, 'env'>,
  of: VariableName,
  mistakeIn: (name: string, value: string) => Invalid | undefined = () => undefined,
) {
  const row = variableOf(of);
  const { prefix = row.name } = row;
  /** `name` is what comes behind the prefix; whether the value is the path of a file that GitLab made. */
  const members = Object.entries(env).flatMap(([variable, value]) =>
    value !== undefined && variable.startsWith(prefix)
      ? [{ name: variable.slice(prefix.length), variable, value, isFile: isFileOf(variable, value) }]
      : [],
  );
  const problems = members.flatMap(({ name, variable, value }): Problem[] => {
    const wrong =
      nameMistakeIn(name) ?? mistakeIn(name, value) ?? lostValueIn({ ...row, name: variable }, value);
    return wrong === undefined ? [] : [{ subject: variable, ...wrong }];
  });
  if (problems.length > 0) return { problems };
  return { value: members.length === 0 ? undefined : members };
}
export type FamilyMember = NonNullable<SliceOf<typeof variablesOfFamily>>[number];

function nameMistakeIn(name: string): Invalid | undefined {
  if (/^[A-Za-z_]\w*$/.test(name)) return undefined;
  return { message: `${shown(name)} is not a name`, fix: 'begin what is behind the prefix with a letter' };
}

type Fields = Readonly<Record<string, Field<unknown>>>;
type ValueOf<F> = Extract<F, { readonly value: unknown }>['value'];
type OptionalIn<F> = { [K in keyof F]: undefined extends ValueOf<F[K]> ? K : never }[keyof F];
type Slice<F> = { readonly [K in Exclude<keyof F, OptionalIn<F>>]: ValueOf<F[K]> } & {
  readonly [K in OptionalIn<F>]?: Exclude<ValueOf<F[K]>, undefined>;
};

/** What a function that makes a slice makes. */
export type SliceOf<Make extends (...inputs: never[]) => Field<unknown>> = ValueOf<ReturnType<Make>>;

/** A slice of the settings out of its fields; what was not set is left out. */
export function sliceOf<const F extends Fields>(fields: F): Field<Slice<F>> {
  const entries = Object.entries(fields);
  const problems = problemsOf(...Object.values(fields));
  if (entries.some(([, field]) => 'problems' in field)) return { problems };
  const values = entries.map(([name, field]) => [name, valueOf(field)] as const);
  return { value: Object.fromEntries(values.filter(([, value]) => value !== undefined)) as Slice<F> };
}

/** The settings of a command out of their slices, or one error with everything that is wrong. */
export function settingsOf<const F extends Fields>(inputs: Inputs, slices: F): Slice<F> {
  const settings = sliceOf(slices);
  const ofFlags = [...(inputs.misread ?? []), ...flagProblemsOf(inputs)];
  const others = problemsOf(settings).filter(
    ({ subject }) => !ofFlags.some((one) => one.subject === subject),
  );
  const problems = [...ofFlags, ...others];
  if ('value' in settings && problems.length === 0) return settings.value;
  throw invalidUsage(problems, inputs);
}

/** A flag that holds nothing was meant to hold something, and of two only one can be meant, whoever reads them. */
function flagProblemsOf({ flags }: Inputs): readonly Problem[] {
  return variables.flatMap(({ flag = '', mayRepeat, mayBeBare }): Problem[] => {
    const value = flags[flag];
    const subject = `--${flag}`;
    if (value === '' && !mayBeBare) return [{ subject, ...emptyFlag }];
    return Array.isArray(value) && !mayRepeat
      ? [{ subject, message: 'is given more than once', fix: 'leave one of them' }]
      : [];
  });
}

const emptyFlag = { message: 'is empty', fix: 'give it a value, or leave it out' };

/** Where the table has the variable that a problem is about. */
function rowOf({ subject }: Problem): number {
  return variables.findIndex(({ name, flag }) => subject === name || subject === `--${flag ?? ''}`);
}

const isNotSet = 'is not set';

function missingProblem(variable: Variable, subject: string, { env }: Inputs): Problem {
  const { name, flag, terraformOutput, whenMissing } = variable;
  if (subject !== name) return { subject, ...emptyFlag };
  const source = terraformOutput === undefined ? '' : ` (terraform output -raw ${terraformOutput})`;
  const alternative = flag === undefined ? '' : ` or pass --${flag}`;
  const unknown = Object.keys(env).filter((one) => env[one] && !variables.some((row) => row.name === one));
  const strange = unknown.find((one) => one.toUpperCase() === name) ?? misspelt(name, unknown);
  // The SDK's own name for it.
  const other = strange ?? (name === 'AWS_DEFAULT_REGION' && env.AWS_REGION ? 'AWS_REGION' : undefined);
  const rename = other === undefined ? '' : `; ${other} is set: did you mean ${name}?`;
  return { subject, message: isNotSet, fix: `${whenMissing ?? `set it${source}${alternative}`}${rename}` };
}

/** One error with everything that is wrong with the settings, in the order of the table. */
export function invalidUsage(found: readonly Problem[], { env, cwd }: Inputs): EcsCdError {
  const problems = found.toSorted((a, b) => rowOf(a) - rowOf(b));
  const count = problems.length === 1 ? 'one setting is' : `${problems.length} settings are`;
  const isSomethingMissing = problems.some(({ message }) => message === isNotSet);
  const fix =
    'where a variable is set in the project, check its environment scope, and whether it is protected while this branch is not';
  return new EcsCdError('invalid-usage', `${count} missing or wrong; nothing was touched`, {
    problems,
    fix: isSomethingMissing && gitlabJobOf(env, cwd).inGitlab ? fix : undefined,
  });
}
