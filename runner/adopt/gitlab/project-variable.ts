import { isLike } from '../../names/wildcard';

export type ProjectVariable = NonNullable<ReturnType<typeof projectVariableOf>>;

/** One CI/CD variable out of GitLab's answer (GitLab docs, Project-level CI/CD variables API); undefined where it is none. */
export function projectVariableOf(answer: unknown) {
  if (typeof answer !== 'object' || answer === null) return undefined;
  const { key, value, variable_type, environment_scope, hidden, raw, ...flags } = answer as Readonly<
    Record<string, unknown>
  >;
  if (typeof key !== 'string' || !(typeof value === 'string' || value === null)) return undefined;
  if (typeof flags.protected !== 'boolean' || typeof flags.masked !== 'boolean') return undefined;
  return {
    key,
    /** `null` where it is hidden: GitLab shows it to nobody. */
    value,
    variable_type: typeof variable_type === 'string' ? variable_type : 'env_var',
    environment_scope: typeof environment_scope === 'string' ? environment_scope : '*',
    protected: flags.protected,
    masked: flags.masked,
    /** Unknown to GitLab before 17.4. */
    hidden: hidden === true,
    raw: raw === true,
  };
}

/** Whether a scope applies to an environment: "*" stands for anything (GitLab docs, environment scopes). */
export function appliesTo(scope: string, environment: string): boolean {
  return isLike(scope, environment, '*');
}
