import { refusal } from './answer';
import { createParameters, parametersOf, updateParameters } from './parameters';
import { gitlabTexts } from './texts';

export interface StoredVariable {
  readonly key: string;
  value: string;
  variable_type: string;
  environment_scope: string;
  protected: boolean;
  masked: boolean;
  hidden: boolean;
  raw: boolean;
  description: string | null;
}

/** A project's CI/CD variables, with GitLab's rules for them. */
export interface Project {
  readonly id: number;
  readonly path: string;
  readonly variables: readonly StoredVariable[];
  /** What another hand puts there; members that are left out are GitLab's defaults. */
  put(variable: Partial<StoredVariable> & { readonly key: string; readonly value: string }): void;
  find(key: string, scope: string | null): StoredVariable;
  create(body: unknown): StoredVariable;
  update(key: string, scope: string | null, body: unknown): StoredVariable;
  remove(key: string, scope: string | null): void;
}

interface Options {
  readonly id: number;
  readonly path: string;
  /** GitLab before 17.4 knows nothing of hidden variables, and takes no notice of what it does not know. */
  readonly canHide: boolean;
  /** 8000 (GitLab docs). */
  readonly limit: number;
  /** A group without it has no environments, and takes no notice of one. */
  readonly isPremium?: boolean;
}

const defaults = {
  variable_type: 'env_var',
  environment_scope: '*',
  protected: false,
  masked: false,
  hidden: false,
  raw: false,
  description: null,
};

export function createProject({ id, path, canHide, limit, isPremium = true }: Options): Project {
  const variables: StoredVariable[] = [];

  function find(key: string, scope: string | null): StoredVariable {
    const found = variables.filter(
      (one) => one.key === key && (scope === null || one.environment_scope === scope),
    );
    if (found.length > 1) throw refusal(409, gitlabTexts.severalVariables);
    if (!found[0]) throw refusal(404, gitlabTexts.variableNotFound);
    return found[0];
  }

  function validate(one: StoredVariable): void {
    const errors: Record<string, string[]> = {};
    const add = (name: string, text: string) => (errors[name] = [...(errors[name] ?? []), text]);
    const isTaken = variables.some(
      (other) => other !== one && other.key === one.key && other.environment_scope === one.environment_scope,
    );
    if (isTaken) add('key', gitlabTexts.taken);
    if (!/^\w{1,255}$/.test(one.key)) add('key', gitlabTexts.keyFormat);
    if (!/^[\w/\\${}. *-]+$/.test(one.environment_scope)) add('environment_scope', gitlabTexts.scopeFormat);
    // Ci::Maskable: any characters but white space where it is raw, else an alphabet.
    const maskable = one.raw ? /^\S{8,}$/ : /^[a-zA-Z0-9_+=/@:.~-]{8,}$/;
    if (one.masked && !maskable.test(one.value)) add('value', gitlabTexts.invalid);
    if (Object.keys(errors).length > 0) throw refusal(400, errors);
  }

  return {
    id,
    path,
    variables,
    find,
    put: (variable) => void variables.push({ ...defaults, ...variable }),
    create(body) {
      const { masked_and_hidden, ...given } = parametersOf(body, createParameters, ['key', 'value']);
      const isHidden = canHide && masked_and_hidden === true;
      const one = {
        ...defaults,
        ...given,
        ...(isHidden ? { masked: true, hidden: true } : {}),
        ...(isPremium ? {} : { environment_scope: '*' }),
      } as unknown as StoredVariable;
      validate(one);
      if (variables.length >= limit) throw refusal(400, { base: [gitlabTexts.tooMany(limit)] });
      variables.push(one);
      return one;
    },
    update(key, scope, body) {
      const one = find(key, scope);
      const changed = { ...one, ...parametersOf(body, updateParameters, []) };
      if (one.hidden && !changed.masked) throw refusal(400, { base: [gitlabTexts.hiddenStays] });
      variables[variables.indexOf(one)] = changed;
      try {
        validate(changed);
      } catch (error) {
        variables[variables.indexOf(changed)] = one;
        throw error;
      }
      return changed;
    },
    remove(key, scope) {
      variables.splice(variables.indexOf(find(key, scope)), 1);
    },
  };
}
