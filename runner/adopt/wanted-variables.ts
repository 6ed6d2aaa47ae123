import { type Checked, unshown } from '../settings/checks/check';
import type { Environment } from '../settings/variables/gitlab-job';
import type { AdoptSettings } from './adopt-settings';
import { looksSecret } from '../settings/checks/secret-checks';
import { type VariableName, variableOf } from '../settings/variables/variables';
import { EcsCdError, type Problem } from '../errors';
import { valueProblemsOf } from './value-problems';
import type { TerraformOutputs } from './terraform/terraform-output';

type Settings = Pick<AdoptSettings, 'map' | 'scopes' | 'isProtected'>;

/** A variable as it is to be in the project. */
export type WantedVariable = ReturnType<typeof wantedVariableOf>;

/** What the outputs say, for variables that a project should have; throws one error with everything that is wrong. */
export function wantedVariablesOf(
  outputs: TerraformOutputs,
  settings: Settings,
  env: Environment,
): readonly WantedVariable[] {
  const { map } = settings;
  const found: WantedVariable[] = [];
  const problems: Problem[] = [];
  const withRole = map.get('ECS_CD_ROLE_ARN') !== undefined;
  for (const [name, output] of map) {
    if (output === undefined || (withRole && isKey(name))) continue;
    const given = outputs.get(output);
    const text = given && textOf(given.value);
    if (!given || !text) {
      if (isNeeded(name, output)) problems.push(missing(name, output, outputs));
    } else if ('message' in text) {
      problems.push({ subject: name, message: `the output "${output}" ${text.message}`, fix: text.fix });
    } else {
      found.push(wantedVariableOf(name, output, text.value, given.isSensitive, settings));
    }
  }
  const wrong = valueProblemsOf(found, env);
  const right = found.filter(({ name }) => !wrong.some(({ subject }) => subject === name));
  problems.push(...wrong, ...right.flatMap(unmaskable));
  if (problems.length > 0) {
    const count = problems.length === 1 ? 'one variable cannot' : `${problems.length} variables cannot`;
    const message = `${count} be filled from the outputs; nothing was touched`;
    throw new EcsCdError('invalid-usage', message, { problems });
  }
  return found;
}

/** Whether a value can be masked by GitLab where the variable is raw (GitLab's source, Ci::Maskable). */
export function isMaskable(value: string): boolean {
  return /^\S{8,}$/.test(value);
}

/** What a role with the job's ID token replaces. */
function isKey(name: VariableName): boolean {
  return name === 'AWS_ACCESS_KEY_ID' || name === 'AWS_SECRET_ACCESS_KEY' || name === 'AWS_SESSION_TOKEN';
}

/** Keys are not required by the table, because a role can stand in for them; here one of the two is. */
function isNeeded(name: VariableName, output: string): boolean {
  const { required, terraformOutput } = variableOf(name);
  return required || isKey(name) || output !== terraformOutput;
}

/**
 * The build belongs to no environment and mostly runs on every branch: what it reads is shared, and what protects one
 * environment leaves it alone, unless someone chose its scope.
 */
function wantedVariableOf(
  name: VariableName,
  output: string,
  value: string,
  isSensitive: boolean,
  { scopes: { environment, build }, isProtected }: Settings,
) {
  const { secret, commands } = variableOf(name);
  // An ID names a key and opens nothing. GitLab shows it, so it tells whether the hidden key that belongs to it is the same.
  const isHidden = secret && name !== 'AWS_ACCESS_KEY_ID';
  const isForBuild = commands.includes('build');
  const isShared = isForBuild && build === undefined && environment !== '*';
  return {
    ...{ name, value, output, isForBuild },
    visibility: isHidden ? 'hidden' : secret || isSensitive ? 'masked' : 'visible',
    /** Whether a log may show the value. */
    isShowable: !secret && !isSensitive && !looksSecret(value),
    scope: isForBuild ? (build ?? '*') : environment,
    /** What is protected already stays so. */
    isToBeProtected: isProtected && !isShared,
  } as const;
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
  return text.length > longestValue
    ? { message: `has ${text.length} characters`, fix: `GitLab takes ${longestValue}` }
    : { value: text };
}

function missing(name: VariableName, output: string, outputs: TerraformOutputs): Problem {
  const isAlike = (other: string) => other.endsWith(`_${output}`) || output.endsWith(`_${other}`);
  const one = [...outputs.keys()].find(isAlike) ?? 'YOUR_OUTPUT';
  const orRole = isKey(name) ? ', or use a role: --map ECS_CD_ROLE_ARN=YOUR_ROLE_OUTPUT' : '';
  return {
    subject: name,
    message: `there is no output "${output}"`,
    fix: `add it, or name the one that has it: --map ${name}=${one}${orRole}; --map ${name}= leaves it out`,
  };
}

function unmaskable({ name, value, output, visibility }: WantedVariable): readonly Problem[] {
  if (visibility === 'visible' || isMaskable(value)) return [];
  const why = value.length < 8 ? 'it is shorter than 8 characters' : 'it has a space in it';
  return [
    {
      subject: name,
      message: `the output "${output}" is a secret that GitLab cannot mask, ${unshown(value)}: ${why}`,
      fix: variableOf(name).secret
        ? 'check the output; nothing secret is stored unmasked'
        : `if it is none, unmark it in Terraform: value = nonsensitive(...)`,
    },
  ];
}
