import { EcsCdError } from '../errors';
import type { ProjectVariable } from './gitlab/project-variable';
import type { ProjectVariables, Written } from './gitlab/gitlab-api';
import type { VariableChange } from './variable-changes';

/** What became of each change: none is tried after one that did not succeed. */
export type Account = Awaited<ReturnType<typeof setVariables>>;

/**
 * Sets one variable after the other and stops at the first that fails: whatever is the matter with it is the matter with
 * the next ones too, and the order of a key and its ID matters.
 */
export async function setVariables(
  changes: readonly VariableChange[],
  gitlab: ProjectVariables,
  onDone: (change: VariableChange, variable: ProjectVariable) => void,
) {
  for (const [index, change] of changes.entries()) {
    const written = await setVariable(change, gitlab);
    if ('error' in written) {
      const notTried = changes.slice(index + 1);
      return { done: changes.slice(0, index), failed: { change, ...written }, notTried };
    }
    onDone(change, written.variable);
  }
  return { done: changes, notTried: [] };
}

async function setVariable(change: VariableChange, gitlab: ProjectVariables): Promise<Written> {
  const { wanted, isMasked, isProtected, kind } = change;
  const fields = {
    value: wanted.value,
    protected: isProtected,
    // Also beside masked_and_hidden: a GitLab that does not know that one would store the secret in plain sight.
    masked: isMasked,
    raw: true,
    variable_type: 'env_var',
  };
  // Only a new variable can be hidden (GitLab docs).
  const hidden = wanted.visibility === 'hidden' ? { masked_and_hidden: true } : {};
  const description = `terraform output ${wanted.output}`.slice(0, 255);
  const written = await (kind === 'update'
    ? gitlab.update(wanted.name, wanted.scope, fields)
    : gitlab.create(wanted.name, wanted.scope, { ...fields, ...hidden, description }));
  if ('error' in written) return written;
  const error = differenceIn(change, written.variable);
  return error ? { error, isUnclear: true } : written;
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
