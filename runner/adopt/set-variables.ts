import { EcsCdError, orElse } from '../errors';
import type { ProjectVariables } from './gitlab/gitlab-api';
import type { ProjectVariable } from './gitlab/project-variable';
import type { VariableChange } from './variable-changes';

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
    const failed = await orElse(
      setVariable(change, gitlab).then((stored) =>
        stored instanceof EcsCdError ? { change, error: stored, isUnclear: false } : onDone(change, stored),
      ),
      (error) => ({ change, error, isUnclear: true }),
    );
    if (failed) return { done: changes.slice(0, index), failed, notTried: changes.slice(index + 1) };
  }
  return { done: changes, failed: undefined, notTried: [] };
}

async function setVariable(
  change: VariableChange,
  gitlab: ProjectVariables,
): Promise<ProjectVariable | EcsCdError> {
  const { wanted, isMasked, isProtected, kind } = change;
  const { name, scope, value, visibility, origin } = wanted;
  // Also beside masked_and_hidden: a GitLab that does not know that one would store the secret in plain sight.
  const fields = { value, protected: isProtected, masked: isMasked, raw: true, variable_type: 'env_var' };
  // Only a new variable can be hidden (GitLab docs).
  const hidden = visibility === 'hidden' ? { masked_and_hidden: true } : {};
  const description = `from ${origin}`.slice(0, 255);
  const stored = await (kind === 'update'
    ? gitlab.update(name, scope, fields)
    : gitlab.create(name, scope, { ...fields, ...hidden, description }));
  if (stored instanceof EcsCdError) return stored;
  // GitLab ignores what it does not know, so its answer tells what it really stored.
  const isAsAsked =
    stored.key === name &&
    stored.environment_scope === scope &&
    (stored.value === null || stored.value === value) &&
    stored.masked === isMasked &&
    stored.protected === isProtected &&
    stored.raw;
  if (isAsAsked) return stored;
  throw new EcsCdError('rejected', `GitLab stored ${name} (${scope}) in another way than asked`, {
    fix: 'look at it in the CI/CD settings, and delete it if it is a secret that is not masked; a group has environment scopes from GitLab Premium on',
  });
}
