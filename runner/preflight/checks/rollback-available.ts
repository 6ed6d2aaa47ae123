import type { Service } from '@aws-sdk/client-ecs';
import type { PlaceSettings, RecoverySettings } from '../../settings/slices';
import type { Release } from '../../release/release';
import { warningOf, type PreflightFinding } from '../evidence/finding';

/** Who takes a failed deployment back: this program, ECS, or nobody. */
export function rollbackAvailable(
  service: Service,
  { isServed, target }: Pick<Release, 'isServed' | 'target'>,
  { rollback }: RecoverySettings,
): PreflightFinding[] {
  if (isServed) return [];
  const { deploymentCircuitBreaker: breaker, alarms } = service.deploymentConfiguration ?? {};
  const isTakenBackByEcs =
    (breaker?.enable === true && breaker.rollback === true) ||
    (alarms?.enable === true && alarms.rollback === true);
  if (rollback === 'off' && !isTakenBackByEcs) {
    return [
      warningOf(
        'ECS_CD_ROLLBACK',
        'it is off, and neither the circuit breaker nor an alarm of the service rolls back: a failed deployment is left in place',
        'set ECS_CD_ROLLBACK to on, or turn the deployment circuit breaker of the service on, with rollback',
      ),
    ];
  }
  if (target) return [];
  return [
    warningOf(
      'rollback',
      'no revision is known to have served here before: if this deployment fails, there is nothing to go back to',
      'nothing, if it is the first one',
    ),
  ];
}

/** Without tasks, a release is not tested. */
export function desiredCount(
  { desiredCount = 0 }: Service,
  { isServed }: Pick<Release, 'isServed'>,
  { service }: PlaceSettings,
): PreflightFinding[] {
  if (isServed || desiredCount > 0) return [];
  return [
    warningOf(
      'SERVICE_NAME',
      `the desired count of service ${service} is 0: no task will be started, so this release will not be tested`,
      'raise the desired count of the service, if it is meant to serve',
    ),
  ];
}
