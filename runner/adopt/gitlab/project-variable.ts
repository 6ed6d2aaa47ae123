import { isLike } from '../../names/wildcard';

/** A CI/CD variable as GitLab answers it (GitLab docs, Project-level CI/CD variables API). */
export interface ProjectVariable {
  readonly key: string;
  /** `null` where it is hidden: GitLab shows it to nobody. */
  readonly value: string | null;
  readonly variable_type: string;
  readonly environment_scope: string;
  readonly protected: boolean;
  readonly masked: boolean;
  /** Unknown to GitLab before 17.4. */
  readonly hidden: boolean;
  readonly raw: boolean;
}

/** One variable out of an answer; undefined where it is none. */
export function projectVariableOf(answer: unknown): ProjectVariable | undefined {
  if (typeof answer !== 'object' || answer === null) return undefined;
  const { key, value, variable_type, environment_scope, hidden, raw, ...flags } = answer as Readonly<
    Record<string, unknown>
  >;
  if (typeof key !== 'string' || !(typeof value === 'string' || value === null)) return undefined;
  if (typeof flags.protected !== 'boolean' || typeof flags.masked !== 'boolean') return undefined;
  return {
    key,
    value,
    variable_type: typeof variable_type === 'string' ? variable_type : 'env_var',
    environment_scope: typeof environment_scope === 'string' ? environment_scope : '*',
    protected: flags.protected,
    masked: flags.masked,
    hidden: hidden === true,
    raw: raw === true,
  };
}

/** Whether a scope applies to an environment: "*" stands for anything (GitLab docs, environment scopes). */
export function appliesTo(scope: string, environment: string): boolean {
  return isLike(scope, environment, '*');
}
