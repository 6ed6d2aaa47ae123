import { EcsCdError } from '../errors';
import type { ProjectVariable } from './gitlab/project-variable';
import type { ProjectVariables, VariableFields, Written } from './gitlab/gitlab-api';
import type { VariableChange } from './variable-changes';

/** What became of each change. */
export interface Account {
  readonly done: readonly VariableChange[];
  /** The change that did not succeed; none was tried after it. */
  readonly failed?: {
    readonly change: VariableChange;
    readonly error: EcsCdError;
    readonly isUnclear: boolean;
  };
  readonly notTried: readonly VariableChange[];
}

/**
 * Sets one variable after the other and stops at the first that fails: whatever is the matter with it is the matter with
 * the next ones too, and the order of a key and its ID matters.
 */
export async function setVariables(
  changes: readonly VariableChange[],
  gitlab: ProjectVariables,
  onDone: (change: VariableChange, variable: ProjectVariable) => void,
): Promise<Account> {
  const done: VariableChange[] = [];
  for (const [index, change] of changes.entries()) {
    const written = await setVariable(change, gitlab);
    const error = 'error' in written ? written.error : differenceIn(change, written.variable);
    if (error) {
      const isUnclear = 'error' in written ? written.isUnclear : true;
      return { done, failed: { change, error, isUnclear }, notTried: changes.slice(index + 1) };
    }
    if ('variable' in written) onDone(change, written.variable);
    done.push(change);
  }
  return { done, notTried: [] };
}

function setVariable(change: VariableChange, gitlab: ProjectVariables): Promise<Written> {
  const { wanted, isMasked, isProtected, kind } = change;
  const fields: VariableFields = {
    value: wanted.value,
    protected: isProtected,
    // Also beside masked_and_hidden: a GitLab that does not know that one would store the secret in plain sight.
    masked: isMasked,
    raw: true,
    variable_type: 'env_var',
  };
  if (kind === 'update') return gitlab.update(wanted.name, wanted.scope, fields);
  return gitlab.create(wanted.name, wanted.scope, {
    ...fields,
    ...(wanted.visibility === 'hidden' ? { masked_and_hidden: true } : {}),
    description: `terraform output ${wanted.output}`.slice(0, 255),
  });
}

/** GitLab ignores what it does not know, so its answer tells what it really stored. */
function differenceIn(
  { wanted, isMasked, isProtected }: VariableChange,
  { key, environment_scope, value, ...stored }: ProjectVariable,
): EcsCdError | undefined {
  const isWrong =
    key !== wanted.name ||
    environment_scope !== wanted.scope ||
    (value !== null && value !== wanted.value) ||
    stored.masked !== isMasked ||
    stored.protected !== isProtected ||
    !stored.raw;
  if (!isWrong) return undefined;
  return new EcsCdError(
    'rejected',
    `GitLab stored ${wanted.name} (${wanted.scope}) in another way than asked`,
    { fix: 'look at it in the CI/CD settings, and delete it if it is a secret that is not masked' },
  );
}
