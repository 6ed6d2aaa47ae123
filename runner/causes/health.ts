import { lastSegmentOf } from '../names/arn';
import { addedContainerCause } from './container-role';
import { failingContainerOf, isAddedContainer, type EndedContainer } from './failing-container';
import { firstNamedIn, withoutFullStop, wordsOf, type Cause } from './cause';

const containerHealth = /failed container health checks/;
const targetHealth = /failed ELB health checks|is unhealthy in \((?:target-group|elb) /;

/** (AWS docs) the words of a stopped task and those of the service's event about it. */
export function healthCause(text: string, containers: readonly EndedContainer[]): Cause | undefined {
  if (containerHealth.test(text)) return containerHealthCause(containers);
  if (!targetHealth.test(text)) return undefined;
  const group = firstNamedIn(text, /\((?:target-group|elb) ([^\s)]+)/);
  const reason = firstNamedIn(text, /due to \(reason (.+)/)?.replace(/\)\.?$/, '');
  const port = firstNamedIn(text, /\(port (\d+)\)/);
  return { ...targetCause(group, reason, port), definitiveAfter: 2 };
}

/** Why a target is not healthy, as DescribeTargetHealth answers it. */
export interface Target {
  readonly reason?: string | undefined;
  readonly description?: string | undefined;
}

/** (AWS docs) TargetHealth reason codes, and what each means where no description says more. */
const failedChecks = new Map([
  ['Target.ResponseCodeMismatch', 'Health checks failed: unexpected status code'],
  ['Target.Timeout', 'Request timed out'],
  ['Target.FailedHealthChecks', 'Health checks failed'],
]);

/**
 * Never definitive: a target is unhealthy from its first failed check on, and a slow one gets well; the task that ECS
 * stops for it counts.
 */
export function targetHealthCause({ reason = '', description = '' }: Target): Cause | undefined {
  const said = wordsOf(description);
  const failed = failedChecks.get(reason);
  if (failed !== undefined) return targetCause(undefined, said || failed, undefined);
  if (reason === 'Elb.InternalError') return loadBalancerError;
  return reason === 'Target.NotInUse' ? unusedTarget(said) : undefined;
}

const loadBalancerError: Cause = {
  id: 'load-balancer-error',
  explanation: 'the health check of the load balancer failed by an error of its own',
  fault: 'surroundings',
};

const unusedTarget = (said: string): Cause => ({
  id: 'target-unused',
  explanation: `the load balancer sends the task no requests${said ? `: ${withoutFullStop(said)}` : ''}`,
  fix: 'let a listener rule forward to the target group, and enable the availability zones of the subnets of the service SERVICE_NAME for the load balancer',
  fault: 'surroundings',
});

function containerHealthCause(containers: readonly EndedContainer[]): Cause {
  // Which container it was for shows in its health status, or in that no other is checked: the exit codes are those of the stop.
  const unhealthy =
    failingContainerOf(containers.filter(({ healthStatus }) => healthStatus === 'UNHEALTHY')) ??
    onlyOne(containers.filter(({ isChecked }) => isChecked)) ??
    onlyOne(containers);
  if (unhealthy && isAddedContainer(unhealthy))
    return addedContainerCause(wordsOf(unhealthy.name), 'failed its own health check');
  const container = unhealthy ? `container ${wordsOf(unhealthy.name)}` : 'a container';
  return {
    id: 'container-unhealthy',
    explanation: `${container} failed its own health check`,
    fix: 'see in its log why healthCheck.command fails or that the image has that command, and raise startPeriod of healthCheck in the task definition TASK_FAMILY if it only needs longer to start',
    fault: 'release',
    definitiveAfter: 2,
  };
}

const onlyOne = <T>([only, ...others]: readonly T[]) => (others.length === 0 ? only : undefined);

function targetCause(group: string | undefined, reason: string | undefined, port: string | undefined): Cause {
  // `web` of `arn:aws:elasticloadbalancing:...:targetgroup/web/0123456789abcdef`
  const name = group && (firstNamedIn(group, /:targetgroup\/([^/]+)/) ?? lastSegmentOf(group));
  const where = name === undefined ? 'its target group' : `the target group ${name}`;
  const at = port === undefined ? '' : ` on port ${port}`;
  const why = reason === undefined || reason === '' ? '' : `: ${withoutFullStop(reason)}`;
  return {
    id: 'target-unhealthy',
    explanation: `the task failed the load balancer's health check in ${where}${at}${why}`,
    fix: fixOf(reason ?? '', where),
    fault: 'release',
  };
}

function fixOf(reason: string, group: string): string {
  const grace =
    'raise healthCheckGracePeriodSeconds of the service SERVICE_NAME if it only needs longer to start';
  if (/code/i.test(reason))
    return `let the application answer the health check path with a code that the matcher of ${group} accepts, or correct path and matcher; ${grace}`;
  if (/timed out/i.test(reason))
    return `let the container listen on containerPort on all addresses (0.0.0.0), let its security group accept the load balancer's, and answer within the health check timeout of ${group}; ${grace}`;
  return `check path, port and matcher of the health check of ${group}, that the container listens on containerPort on all addresses (0.0.0.0), and that its security group accepts the load balancer's; ${grace}`;
}
