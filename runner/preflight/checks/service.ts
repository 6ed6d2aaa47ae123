import type { Service } from '@aws-sdk/client-ecs';
import { undeployableProblemOf } from '../../ecs/deployable';
import { isSettled, othersDeploymentOf, primaryOf } from '../../ecs/deployments';
import { bakeMinutesOf, mostSecondsOf, type ExpectedDuration } from '../../ecs/expected-duration';
import { minutesOf } from '../../log/timeline';
import { familyOf, familyRevisionOf } from '../../names/arn';
import type { Release } from '../../release/release';
import type { PlaceSettings, PreflightSettings, RecoverySettings } from '../../settings/slices';
import type { PreflightEvidence } from '../evidence/evidence';
import { errorOf, warningOf, type Found } from '../evidence/finding';

/** Whether the service is one that this program can deploy to. */
export function deployable(service: Service | undefined, names: PlaceSettings): Found {
  const problem = undeployableProblemOf(service, names);
  return problem && errorOf(problem.subject, problem.message, problem.fix);
}

/** Whether there is a bake that ECS_CD_WAIT_UNTIL=baking could wait for. */
export function bakes({ deploymentConfiguration = {} }: Service, { waitUntil }: PreflightSettings): Found {
  if (waitUntil !== 'baking' || bakeMinutesOf(deploymentConfiguration) > 0) return undefined;
  return errorOf(
    'ECS_CD_WAIT_UNTIL',
    'ECS_CD_WAIT_UNTIL is baking, but the service does not bake: it has no bakeTimeInMinutes and no alarms that are enabled',
    'set bake_time_in_minutes in the deployment_configuration of the service (Terraform; in the AWS CLI: aws ecs update-service --deployment-configuration bakeTimeInMinutes=10), or ECS_CD_WAIT_UNTIL to completed',
  );
}

const consequences = {
  refuse: {
    findingOf: errorOf,
    what: ', and ECS_CD_IN_PROGRESS is refuse',
    fix: 'run the job again when it has ended, or set ECS_CD_IN_PROGRESS to wait',
  },
  wait: {
    findingOf: warningOf,
    what: ': this one waits for its end',
    fix: 'nothing, or ECS_CD_IN_PROGRESS=supersede to replace it at once',
  },
  supersede: {
    findingOf: warningOf,
    what: ': this one replaces it',
    fix: 'nothing, or ECS_CD_IN_PROGRESS=wait to let it end first',
  },
};

/** A deployment of something else that has not ended, by what ECS_CD_IN_PROGRESS says about it. */
export function inProgress(
  service: Service,
  existing: string | undefined,
  { inProgress: policy }: PreflightSettings,
): Found {
  if (!othersDeploymentOf(service, existing)) return undefined;
  const { id = '', taskDefinition = '' } = primaryOf(service) ?? {};
  const { findingOf, what, fix } = consequences[policy];
  const name = `${id} of ${familyRevisionOf(taskDefinition)}`;
  return findingOf('ECS_CD_IN_PROGRESS', `the deployment ${name} is in progress${what}`, fix);
}

/** Without tasks, a release is not tested. */
export function desiredCount(
  { desiredCount = 0 }: Service,
  { isServed }: Release,
  { service }: PlaceSettings,
): Found {
  if (isServed || desiredCount > 0) return undefined;
  return warningOf(
    'SERVICE_NAME',
    `the desired count of service ${service} is 0: no task will be started, so this release will not be tested`,
    'raise the desired count of the service, if it is meant to serve',
  );
}

/** Who takes a failed deployment back: this program, ECS, or nobody. */
export function rollbackAvailable(
  { deploymentConfiguration = {} }: Service,
  { isServed, target, choice }: Release,
  { rollback }: RecoverySettings,
): Found {
  if (isServed) return undefined;
  const { deploymentCircuitBreaker, alarms } = deploymentConfiguration;
  const isTakenBackByEcs = [deploymentCircuitBreaker, alarms].some((one) => one?.enable && one.rollback);
  if (rollback === 'off' && !isTakenBackByEcs) {
    return warningOf(
      'ECS_CD_ROLLBACK',
      'it is off, and neither the circuit breaker nor an alarm of the service rolls back: a failed deployment is left in place',
      'set ECS_CD_ROLLBACK to on, or turn the deployment circuit breaker of the service on, with rollback',
    );
  }
  if (target && rollback === 'on') return ofAnotherFamily(target.taskDefinition, choice);
  if (target) return undefined;
  return warningOf(
    'rollback',
    'no revision is known to have served here before: if this deployment fails, there is nothing to go back to',
    'nothing, if it is the first one',
  );
}

/** An update back to it names a family that the policy of `iam-policy` does not allow. */
function ofAnotherFamily(taskDefinition: string, { base }: Release['choice']): Found {
  const { family = '' } = base.taskDefinition;
  if (familyOf(taskDefinition) === family) return undefined;
  return warningOf(
    'rollback',
    `${familyRevisionOf(taskDefinition)}, to go back to, belongs to another family than ${family}: where ecs:UpdateService is limited to ${family}, as iam-policy prints it, AWS denies that`,
    `until a deployment of ${family} has succeeded, allow ecs:UpdateService with ${familyOf(taskDefinition)}:* too (condition ecs:task-definition)`,
  );
}

/** Whether GitLab ends the job while ECS still takes its time; the rollout would go on without anybody who follows it. */
export function jobTimeout(
  expected: ExpectedDuration | undefined,
  { jobTimeoutSeconds: seconds }: PreflightSettings,
): Found {
  const most = expected ? mostSecondsOf(expected) : 0;
  if (seconds === undefined || most < seconds) return undefined;
  return warningOf(
    'job_timeout',
    `GitLab ends this job after ${minutesOf(seconds)}, and the deployment may take ${minutesOf(most)} by the service's configuration alone`,
    `set job_timeout to more than ${minutesOf(most)}, with time to start tasks and to roll back`,
  );
}

/**
 * Whether ECS may neither stop an old task nor start a new one. It is certain only of a service at rest: where tasks are
 * missing or come and go, new ones take the place of those that went.
 */
export function percents({ service, release }: PreflightEvidence): Found {
  const { deploymentConfiguration = {}, schedulingStrategy = 'REPLICA' } = service;
  const { strategy = 'ROLLING' } = deploymentConfiguration;
  if (release.isServed || schedulingStrategy !== 'REPLICA' || strategy !== 'ROLLING') return undefined;
  const message = blockedBy(service);
  if (message === undefined) return undefined;
  const fix = 'raise maximumPercent, or lower minimumHealthyPercent, until one task can be replaced';
  return (isAtRest(service) ? errorOf : warningOf)('deployment percents', message, fix);
}

/** ECS rounds the upper limit down and the lower one up (AWS docs). */
function blockedBy({ desiredCount = 0, deploymentConfiguration }: Service): string | undefined {
  const { minimumHealthyPercent = 100, maximumPercent = 200 } = deploymentConfiguration ?? {};
  const most = Math.floor((desiredCount * maximumPercent) / 100);
  const least = Math.ceil((desiredCount * minimumHealthyPercent) / 100);
  if (desiredCount === 0 || most > desiredCount || least < desiredCount) return undefined;
  return `with ${desiredCount} tasks, minimumHealthyPercent ${minimumHealthyPercent} lets ECS stop no old task, and maximumPercent ${maximumPercent} lets it start no new one`;
}

function isAtRest(service: Service): boolean {
  const { runningCount = 0, desiredCount = 0, pendingCount = 0 } = service;
  const primary = primaryOf(service);
  const isSteady = primary !== undefined && isSettled(primary, service) && service.deployments?.length === 1;
  return isSteady && pendingCount === 0 && runningCount >= desiredCount && (primary.failedTasks ?? 0) === 0;
}
