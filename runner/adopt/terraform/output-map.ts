import type { Problem } from '../../errors';
import { shown, unshown } from '../../settings/checks/check';
import { type Field, type Inputs, textsOf } from '../../settings/fields';
import { looksSecret } from '../../settings/checks/secret-checks';
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

/**
 * The output that fills each variable, `undefined` where the variable is to be left out: every VARIABLE=OUTPUT of
 * ECS_CD_MAP on top of the outputs of the contract.
 */
export function outputMapOf(inputs: Inputs): Field<ReadonlyMap<VariableName, string | undefined>> {
  const usual = variables.flatMap(({ name, terraformOutput }) =>
    terraformOutput === undefined || outOfPlace[name] ? [] : ([[name, terraformOutput]] as const),
  );
  const map = new Map<VariableName, string | undefined>(usual);
  const seen = new Set<string>();
  const problems: Problem[] = [];
  const { subject, texts } = textsOf(inputs, 'ECS_CD_MAP');
  for (const text of texts) {
    const [, name = '', output = ''] = /^(\w+)=(.*)$/s.exec(text) ?? [];
    const variable = variables.find((each) => each.name === name);
    const problem = problemOf(text, name, variable, seen.has(name));
    if (problem) problems.push({ subject, ...problem });
    else if (variable) map.set(variable.name, output || undefined);
    seen.add(name);
  }
  return problems.length > 0 ? { problems } : { value: map };
}

function problemOf(
  text: string,
  name: string,
  variable: (typeof variables)[number] | undefined,
  isRepeated: boolean,
): Omit<Problem, 'subject'> | undefined {
  if (name === '') {
    const value = looksSecret(text) ? unshown(text) : shown(text);
    return {
      message: `${value} is not VARIABLE=OUTPUT`,
      fix: 'write it like SERVICE_NAME=my_service_output',
    };
  }
  if (!variable || variable.commands.every((command) => command === 'adopt')) {
    return {
      message: `${name} is no variable that a job reads`,
      fix: 'write one of those that "ecs-cd deploy --help" and "ecs-cd build --help" name',
    };
  }
  const why = outOfPlace[variable.name];
  if (why !== undefined) return { message: `${name} ${why}`, fix: 'leave it out' };
  return isRepeated ? { message: `${name} is mapped twice`, fix: 'leave one of them out' } : undefined;
}
