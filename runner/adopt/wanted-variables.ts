import { type Checked, unshown } from '../settings/checks/check';
import type { Environment } from '../settings/variables/gitlab-job';
import type { AdoptSettings } from './adopt-settings';
import { namesOfSecrets } from '../log/log-lines';
import { looksSecret } from '../settings/checks/secret-checks';
import { variableOf } from '../settings/variables/variables';
import { EcsCdError, type Problem } from '../errors';
import { type Fact, factsOf, type Given, isUnfound } from './facts';
import { leavesOf } from './terraform/terraform-output';
import { valueProblemsOf } from './value-problems';

type Settings = Pick<AdoptSettings, 'choices' | 'isProtected' | 'build'>;

/** A variable as it is to be in the project. */
export type WantedVariable = ReturnType<typeof wantedVariableOf>;

/**
 * What is known of each environment, for variables that a project should have; throws one error with everything that is
 * wrong.
 */
export function wantedVariablesOf(
  givens: readonly Given[],
  settings: Settings,
  env: Environment,
): readonly WantedVariable[] {
  const looked = givens.map((given) => lookedUp(given, settings, env));
  const all = looked.flatMap(({ found }) => found);
  const unique = [...new Map(all.map((one) => [`${one.name} ${one.scope} ${one.value}`, one])).values()];
  const problems = [
    ...looked.flatMap((one) => one.problems),
    ...differencesIn(unique),
    ...ofNoEnvironment(settings.choices, givens),
  ];
  if (problems.length === 0) return unique;
  const options = looked.flatMap((one) => one.options);
  throw unfilled(problems, [...new Set(options)], givens);
}

function lookedUp(given: Given, settings: Settings, env: Environment) {
  const looked = factsOf(given, settings);
  const unfound = looked.filter(isUnfound);
  const problems = unfound.map(({ problem }) => problem);
  const found: WantedVariable[] = [];
  for (const fact of looked) {
    if (isUnfound(fact)) continue;
    const text = textOf(fact.value);
    if ('message' in text)
      problems.push({ subject: fact.name, message: `the ${fact.origin} ${text.message}`, fix: text.fix });
    else found.push(wantedVariableOf(fact, text.value, given, settings));
  }
  // Of a variable with two scopes, the job of the environment sees the last one, and the build the first.
  const wrong = [...valueProblemsOf(found, env), ...valueProblemsOf(found.toReversed(), env)];
  const right = found.filter(({ name }) => !wrong.some(({ subject }) => subject === name));
  problems.push(...wrong, ...right.flatMap(unmaskable));
  const unique = new Map(problems.map((problem) => [JSON.stringify(problem), problem]));
  return { found, problems: [...unique.values()], options: unfound.map(({ option }) => option) };
}

/** Choices for an environment that this run is not for: they would go without a word. */
function ofNoEnvironment(choices: Settings['choices'], givens: readonly Given[]): readonly Problem[] {
  const environments = givens.map(({ environment }) => environment);
  const fix = `write ${environments.join(' or ')} behind the @, or adopt that environment too`;
  return choices.flatMap(({ name, scope = '*' }) =>
    scope === '*' || environments.includes(scope)
      ? []
      : [{ subject: `${name}@${scope}`, message: `is not for ${environments.join(', ')}`, fix }],
  );
}

/** What the environments share can have one value. */
function differencesIn(found: readonly WantedVariable[]): readonly Problem[] {
  const fix =
    'give both the same (--set VARIABLE=VALUE), or adopt each environment by itself, with a --build-scope of its own';
  return found.flatMap(({ name, scope, origin }, at) => {
    const other = found.slice(0, at).find((one) => one.name === name && one.scope === scope);
    const message = `the ${other?.origin ?? ''} and the ${origin} differ, and ${scope} can have one of them`;
    return other ? [{ subject: name, message, fix }] : [];
  });
}

/** With one finished command, where it is a matter of options. */
function unfilled(
  problems: readonly Problem[],
  options: readonly string[],
  givens: readonly Given[],
): EcsCdError {
  const count = problems.length === 1 ? 'one variable cannot' : `${problems.length} variables cannot`;
  const words = givens.map((given) => given.words).join(' and ');
  const message = `${count} be filled from ${words}; nothing was touched`;
  if (options.length === 0) return new EcsCdError('invalid-usage', message, { problems });
  // The keys of what sounds secret may be the secrets.
  const leaves = givens.flatMap(({ outputs }) => leavesOf(outputs)).map(({ path }) => path);
  const names = givens.flatMap(({ outputs }) => [...outputs.keys()]);
  const paths = [...new Set([...leaves.filter((path) => !namesOfSecrets.test(path)), ...names])];
  const more = paths.length > mostListed ? `, and ${paths.length - mostListed} more` : '';
  const known = paths.slice(0, mostListed).join(', ') + more;
  const fix = givens[0]?.again(options);
  return new EcsCdError('invalid-usage', `${message}. There are: ${known}`, { problems, fix });
}

const mostListed = 100;

/** Whether a value can be masked by GitLab where the variable is raw (GitLab's source, Ci::Maskable). */
export function isMaskable(value: string): boolean {
  return /^\S{8,}$/.test(value);
}

/**
 * The build belongs to no environment and mostly runs on every branch: what it reads is shared, and what protects one
 * environment leaves it alone, unless someone chose its scope.
 */
function wantedVariableOf(fact: Fact, value: string, given: Given, { build, isProtected }: Settings) {
  const { name, origin, output, isSensitive } = fact;
  const { secret } = variableOf(name);
  // An ID names a key and opens nothing. GitLab shows it, so it tells whether the hidden key that belongs to it is the same.
  const isHidden = secret && name !== 'AWS_ACCESS_KEY_ID';
  const place = placeOf(fact, given.environment, build);
  return {
    ...{ name, value, origin, output, ...place },
    visibility: isHidden ? 'hidden' : secret || isSensitive ? 'masked' : 'visible',
    /** Whether a log may show the value. */
    isShowable: !secret && !isSensitive && !looksSecret(value),
    /** What is protected already stays so. */
    isToBeProtected: isProtected && !place.isShared,
  } as const;
}

function placeOf({ name, scope: asked }: Fact, environment: string, build: string | undefined) {
  const isForBuild = variableOf(name).commands.includes('build');
  const scope = asked ?? (isForBuild ? (build ?? '*') : environment);
  /** Other environments see it too, and nobody chose that. */
  return { scope, isShared: scope === '*' && build === undefined && environment !== '*' };
}

/** GitLab encrypts more than that into a value that does not fit (GitLab docs). */
const longestValue = 10_000;

function textOf(value: unknown): Checked<string> {
  const fix = `make the output one text, such as value = one(...) or value = "..."`;
  const toGive = 'give it a value, and run terraform apply';
  if (value === null) return { message: 'is null', fix: toGive };
  if (Array.isArray(value)) {
    const count = value.length === 1 ? '1 value' : `${value.length} values`;
    return { message: `is a list (${count}), where one text belongs`, fix };
  }
  if (typeof value === 'object') return { message: 'is an object, where one text belongs', fix };
  // As terraform output -raw prints numbers and booleans.
  const text = `${value as string | number | boolean}`;
  if (text === '') return { message: 'is empty', fix: toGive };
  if (/\p{Cc}/u.test(text)) return { message: 'has a newline or another control character in it', fix };
  const tooLong = { message: `has ${text.length} characters`, fix: `GitLab takes ${longestValue}` };
  return text.length > longestValue ? tooLong : { value: text };
}

function unmaskable({ name, value, origin, visibility }: WantedVariable): readonly Problem[] {
  if (visibility === 'visible' || isMaskable(value)) return [];
  const why = value.length < 8 ? 'it is shorter than 8 characters' : 'it has a space in it';
  const message = `the ${origin} is a secret that GitLab cannot mask, ${unshown(value)}: ${why}`;
  const ofSecret = 'check the output; nothing secret is stored unmasked';
  const ofOther = `if it is none, unmark it in Terraform: value = nonsensitive(...)`;
  return [{ subject: name, message, fix: variableOf(name).secret ? ofSecret : ofOther }];
}
