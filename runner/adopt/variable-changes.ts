import type { VariableName } from '../settings/variables/variables';
import type { ProjectVariable } from './gitlab/project-variable';
import type { WantedVariable } from './wanted-variables';

/** What has to be done so that a project has a variable as it is wanted. */
export interface VariableChange {
  readonly kind: 'create' | 'update' | 'unchanged';
  readonly wanted: WantedVariable;
  readonly existing?: ProjectVariable;
  /** What differs, or why it is taken to be the same, in plain words and without a value. */
  readonly why: readonly string[];
  /** Whether the value itself is new, as far as GitLab lets it be seen. */
  readonly isValueNew: boolean;
  readonly isMasked: boolean;
  readonly isProtected: boolean;
}

/** The ID that GitLab shows names the key that it hides. */
const witness: VariableName = 'AWS_ACCESS_KEY_ID';

/**
 * Each wanted variable against what the project has. Nothing is made weaker: what is masked, hidden or protected stays
 * so. The order is that of the work: the ID of a key after what belongs to it, so that a run that is cut short between
 * them leaves the old ID, by which the next one notices.
 */
export function variableChangesOf(
  wanted: readonly WantedVariable[],
  existing: readonly ProjectVariable[],
): readonly VariableChange[] {
  const stateOf = (one: WantedVariable) =>
    existing.find(({ key, environment_scope }) => key === one.name && environment_scope === one.scope);
  const id = wanted.find(({ name }) => name === witness);
  const idState = id && stateOf(id);
  const isSameKey = id !== undefined && idState?.value === id.value;
  const changes = wanted.map((one) => changeOf(one, stateOf(one), isSameKey));
  return [
    ...changes.filter((change) => change.wanted.name !== witness),
    ...changes.filter((change) => change.wanted.name === witness),
  ];
}

function changeOf(
  wanted: WantedVariable,
  existing: ProjectVariable | undefined,
  isSameKey: boolean,
): VariableChange {
  const isMasked = existing?.masked === true || wanted.visibility !== 'visible';
  const isProtected = existing?.protected === true || wanted.isToBeProtected;
  if (!existing) return { kind: 'create', wanted, why: [], isValueNew: true, isMasked, isProtected };
  const { isNew, why } = valueDifferenceOf(wanted, existing, isSameKey);
  const differences = [...(isNew ? why : []), ...flagDifferencesOf(existing, { isMasked, isProtected })];
  return {
    kind: differences.length > 0 ? 'update' : 'unchanged',
    wanted,
    existing,
    why: differences.length > 0 ? differences : why,
    isValueNew: isNew,
    isMasked,
    isProtected,
  };
}

function flagDifferencesOf(
  existing: ProjectVariable,
  { isMasked, isProtected }: Pick<VariableChange, 'isMasked' | 'isProtected'>,
): readonly string[] {
  return [
    ...(isMasked && !existing.masked ? ['masked'] : []),
    ...(isProtected && !existing.protected ? ['protected'] : []),
    ...(existing.raw ? [] : ['raw']),
    ...(existing.variable_type === 'env_var' ? [] : ['no file any more']),
  ];
}

/** AWS makes a secret access key and a session token together with their ID, and never changes them (AWS docs). */
function valueDifferenceOf(
  { name, value }: WantedVariable,
  existing: ProjectVariable,
  isSameKey: boolean,
): { readonly isNew: boolean; readonly why: readonly string[] } {
  if (existing.value !== null)
    return { isNew: existing.value !== value, why: existing.value === value ? [] : ['value'] };
  const isOfKey = name === 'AWS_SECRET_ACCESS_KEY' || name === 'AWS_SESSION_TOKEN';
  if (isOfKey && isSameKey)
    return { isNew: false, why: [`hidden; taken as the same, because ${witness} is`] };
  return isOfKey
    ? { isNew: true, why: [`hidden; written again, because ${witness} differs`] }
    : { isNew: true, why: ['hidden, so it cannot be compared: written again'] };
}
