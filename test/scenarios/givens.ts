import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';

/** What many scenarios begin with. */

export const breaker: DeploymentConfiguration = {
  deploymentCircuitBreaker: { enable: true, rollback: true },
};
export const breakerAlone: DeploymentConfiguration = {
  deploymentCircuitBreaker: { enable: true, rollback: false },
};
