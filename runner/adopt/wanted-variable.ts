import type { AdoptSettings } from './adopt-settings';
import type { AdoptedVariable } from './adopted-variables';

/** A variable as it is to be in the project. */
export interface WantedVariable extends AdoptedVariable {
  readonly scope: string;
  /** Whether it is to be protected; what is so already stays so. */
  readonly isToBeProtected: boolean;
}

/**
 * The build belongs to no environment and mostly runs on every branch: what it reads is shared, and what protects one
 * environment leaves it alone, unless someone chose its scope.
 */
export function wantedVariableOf(
  adopted: AdoptedVariable,
  { scopes: { environment, build }, isProtected }: Pick<AdoptSettings, 'scopes' | 'isProtected'>,
): WantedVariable {
  const isShared = adopted.isForBuild && build === undefined && environment !== '*';
  return {
    ...adopted,
    scope: adopted.isForBuild ? (build ?? '*') : environment,
    isToBeProtected: isProtected && !isShared,
  };
}
