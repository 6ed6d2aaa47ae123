import {
  causeIn,
  causes,
  firstNamedIn,
  passing,
  thingIn,
  withoutFullStop,
  type Cause,
  type Topic,
} from './cause';

/** What the scheduler says about its own work (AWS docs: service event messages). */
export const schedulerTopic: Topic = {
  about: /^\(?service /,
  rules: [
    ...causes(passing, {
      'scheduler-throttled': {
        says: /operations are being throttled/,
        is: 'the calls that ECS makes for the service are throttled; it tries again by itself',
        fix: 'deploy fewer services at the same time, or raise the API quota that CloudTrail shows as throttled',
      },
      'backing-off': {
        says: /unable to consistently start tasks successfully/,
        is: 'ECS backs off between attempts because tasks keep failing; see the causes of the tasks',
      },
      'percent-deadlock': {
        says: /unable to stop or start tasks during a deployment because of the service deployment configuration/,
        is: 'minimumHealthyPercent lets ECS stop no old task, and maximumPercent lets it start no new one',
        fix: 'lower minimumHealthyPercent or raise maximumPercent of the service SERVICE_NAME',
      },
      'task-protection': {
        says: /under protection/,
        is: (text) =>
          `ECS cannot stop old tasks: ${firstNamedIn(text, /\(reason (\d+ tasks? under protection)/) ?? 'they are under protection'}`,
        fix: 'wait until the protection expires, or end it with UpdateTaskProtection',
      },
    }),
    ...causes(
      { fault: 'release' },
      {
        'target-outside-vpc': {
          says: /failed to register targets in .{0,300}? not in the target group VPC/,
          is: (text) => `the tasks are not in the VPC of ${targetGroupIn(text)}${errorIn(text)}`,
          fix: 'give the service SERVICE_NAME a target group of the VPC that its tasks are in, or subnets of the VPC of the target group',
        },
      },
    ),
    ...causes(passing, {
      'target-not-registered': {
        says: /failed to register targets in /,
        is: (text) => `ECS cannot register the tasks with ${targetGroupIn(text)}${errorIn(text)}`,
        fix: "correct the target group in the loadBalancers of the service SERVICE_NAME: its VPC, its target type (ip for awsvpc, else instance), and the permissions of the service's role",
      },
    }),
  ],
};

const groupNames = [/\(target-group [^\s)]{1,200}?:targetgroup\/([^/\s]+)/, /\(target-group ([^\s)]+)/];
const targetGroupIn = (text: string) => thingIn(text, 'the target group', ...groupNames);

/** AWS's own error within an event. */
function errorIn(text: string): string {
  const error = firstNamedIn(text, /\(error (.+)\)\.?$/);
  return error === undefined ? '' : `: ${withoutFullStop(error)}`;
}

/** The stop code says it all, whatever stands in the reason (AWS docs). */
const innocent: Topic = {
  about: /./,
  rules: causes(
    { fault: 'nobody' },
    {
      'spot-interruption': {
        says: /^SpotInterruption$|^Your Spot Task was interrupted/,
        is: 'AWS reclaimed the Spot capacity of the task',
      },
      infrastructure: {
        // AWS docs but for the last one, which is an inference.
        says: /^(?:TerminationNotice|InfrastructureHealth)$|^Host EC2 \(instance [^\s)]+\) (?:stopped|terminated)|^ECS is performing maintenance on the underlying infrastructure|^Container instance (?:deregistration|draining)/i,
        is: 'the machine under the task failed or is being retired by AWS',
      },
      'stopped-by-user': { says: /^UserInitiated$/, is: 'somebody stopped the task by hand' },
      // (inference)
      'service-deleted': { says: /^Service was deleted/, is: 'the service of the task was deleted' },
      scaling: {
        says: /^Scaling activity initiated by|availability zone rebalancing/i,
        is: 'ECS stopped the task because it was no longer needed',
      },
    },
  ),
};

/** The cause of a stop that is not the release's doing. */
export function innocentCause(stopCode: string, stoppedReason: string): Cause | undefined {
  return causeIn([innocent], [stopCode, stoppedReason]);
}
