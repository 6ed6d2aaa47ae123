import type { Problem } from '../../errors';
import { type Checked, type Invalid, shown, unshown } from '../../settings/checks/check';
import { type Field, type Inputs, textsOf } from '../../settings/fields';
import { looksSecret } from '../../settings/checks/secret-checks';
import { didYouMean } from '../../names/did-you-mean';
import { type VariableName, variables } from '../../settings/variables/variables';

/** What would do harm in a project's settings, and why. */
export const outOfPlace: { readonly [Name in VariableName]?: string } = {
  STAGE: 'belongs in the job: in the settings it would beat the STAGE of every job',
  DOCKER_TAG: 'belongs to the template, which makes it $CI_COMMIT_SHA',
  ECS_CD_ID_TOKEN: 'is made by GitLab for each job',
  ECS_CD_TO: 'belongs to one rollback',
  ECS_CD_REBUILD: 'belongs to one build',
  ECS_CD_DOTENV: 'has to be the file that the template collects',
};

/** Of a literal, for sentences. */
export const setOrigin = 'value of --set';

/** What somebody chose for a variable: an output, a text, or neither where it is to be left out. */
export interface Choice {
  readonly name: VariableName;
  /** Of `NAME@SCOPE=...`. */
  readonly scope?: string | undefined;
  readonly output?: string | undefined;
  readonly literal?: string | undefined;
}

/** Every VARIABLE=OUTPUT of ECS_CD_MAP, and every VARIABLE=VALUE of ECS_CD_SET; those that can be read, and what is wrong with others. */
export function choicesIn(inputs: Inputs) {
  const choices: Choice[] = [];
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const source of ['ECS_CD_MAP', 'ECS_CD_SET'] as const) {
    const { subject, texts } = textsOf(inputs, source);
    for (const text of texts) {
      const checked = choiceIn(text, source === 'ECS_CD_SET' ? 'literal' : 'output', seen);
      if ('message' in checked) problems.push({ subject, ...checked });
      else choices.push(checked.value);
    }
  }
  return { choices, problems };
}

/** The same, where nothing is wrong. */
export function choicesOf(inputs: Inputs): Field<readonly Choice[]> {
  const { choices, problems } = choicesIn(inputs);
  return problems.length > 0 ? { problems } : { value: choices };
}

function choiceIn(text: string, kind: 'output' | 'literal', seen: Set<string>): Checked<Choice> {
  const [, name = '', scope, value = ''] = /^(\w+)(?:@([^=]+))?=(.*)$/s.exec(text) ?? [];
  const key = `${name}@${scope ?? ''}`;
  const variable = variables.find((each) => each.name === name);
  const problem =
    problemOf(text, kind, name, variable, seen.has(key)) ??
    (kind === 'literal' ? literalProblemOf(value, variable) : undefined);
  seen.add(key);
  if (problem || !variable) return problem ?? { message: '', fix: '' };
  return { value: { name: variable.name, scope, ...(value && { [kind]: value }) } };
}

const names = variables.map(({ name }) => name);
type Row = (typeof variables)[number] | undefined;

/** What a command is not to bring along: a secret, or the place that was left for a value. */
function literalProblemOf(value: string, variable: Row): Invalid | undefined {
  const { name = '', secret } = variable ?? {};
  if (secret)
    return {
      message: `${name} is a secret, and every process of the machine can read this`,
      fix: 'set it in the CI/CD settings, masked',
    };
  return /^<.*>$/.test(value)
    ? { message: `${name}=${value} is to be filled in`, fix: 'write the value in its place' }
    : undefined;
}

function problemOf(
  text: string,
  kind: 'output' | 'literal',
  name: string,
  variable: Row,
  isRepeated: boolean,
): Invalid | undefined {
  if (name === '') {
    const value = looksSecret(text) ? unshown(text) : shown(text);
    const [what, fix] =
      kind === 'output' ? ['OUTPUT', 'SERVICE_NAME=my_service_output'] : ['VALUE', 'DOCKER_BUILD_CONTEXT=.'];
    return { message: `${value} is not VARIABLE=${what}`, fix: `write it like ${fix}` };
  }
  if (!variable || variable.commands.every((command) => command === 'adopt')) {
    const fix = 'write one of those that "ecs-cd deploy --help" and "ecs-cd build --help" name';
    return {
      message: `${name} is no variable that a job reads${didYouMean(name.toUpperCase(), names)}`,
      fix,
    };
  }
  const why = outOfPlace[variable.name];
  if (why !== undefined) return { message: `${name} ${why}`, fix: 'leave it out' };
  return isRepeated ? { message: `${name} is named twice`, fix: 'leave one of them out' } : undefined;
}
