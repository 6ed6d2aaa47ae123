import type { Problem } from '../errors';
import { type Invalid, shown } from './checks/check';
import { isFileOf, lostValueIn } from './checks/common-mistakes';
import type { Inputs, SliceOf } from './fields';
import { type VariableName, variableOf } from './variables/variables';

/** Every variable of a family; undefined where the job has none. */
export function familyOf(
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
export type FamilyMember = NonNullable<SliceOf<typeof familyOf>>[number];

function nameMistakeIn(name: string): Invalid | undefined {
  if (/^[A-Za-z_]\w*$/.test(name)) return undefined;
  return { message: `${shown(name)} is not a name`, fix: 'begin what is behind the prefix with a letter' };
}
