import type { VariableName } from '../settings/variables/variables';
import type { ProjectVariable } from './gitlab/project-variable';
import type { WantedVariable } from './wanted-variables';

/** What has to be done so that a project has a variable as it is wanted. */
export type VariableChange = ReturnType<typeof changeOf>;

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
  return wanted
    .map((one) => changeOf(one, stateOf(one), isSameKey))
    .toSorted((a, b) => Number(a.wanted.name === witness) - Number(b.wanted.name === witness));
}

function changeOf(wanted: WantedVariable, existing: ProjectVariable | undefined, isSameKey: boolean) {
  const isMasked = existing?.masked === true || wanted.visibility !== 'visible';
  const isProtected = existing?.protected === true || wanted.isToBeProtected;
  const common = { wanted, existing, isMasked, isProtected };
  if (!existing) return { ...common, kind: 'create' as const, why: [], isValueNew: true };
  const { isNew, why } = valueDifferenceOf(wanted, existing, isSameKey);
  const flags = {
    masked: isMasked && !existing.masked,
    protected: isProtected && !existing.protected,
    raw: !existing.raw,
    'no file any more': existing.variable_type !== 'env_var',
  };
  const ofFlags = Object.entries(flags).flatMap(([word, differs]) => (differs ? word : []));
  const differences = [...(isNew ? why : []), ...ofFlags];
  return {
    ...common,
    kind: differences.length > 0 ? ('update' as const) : ('unchanged' as const),
    /** What differs, or why it is taken to be the same, in plain words and without a value. */
    why: differences.length > 0 ? differences : why,
    /** Whether the value itself is new, as far as GitLab lets it be seen. */
    isValueNew: isNew,
  };
}

/** AWS makes a secret access key and a session token together with their ID, and never changes them (AWS docs). */
function valueDifferenceOf({ name, value }: WantedVariable, existing: ProjectVariable, isSameKey: boolean) {
  if (existing.value === value) return { isNew: false, why: [] };
  if (existing.value !== null) return { isNew: true, why: ['value'] };
  if (name !== 'AWS_SECRET_ACCESS_KEY' && name !== 'AWS_SESSION_TOKEN')
    return { isNew: true, why: ['hidden, so it cannot be compared: written again'] };
  return isSameKey
    ? { isNew: false, why: [`hidden; taken as the same, because ${witness} is`] }
    : { isNew: true, why: [`hidden; written again, because ${witness} differs`] };
}
