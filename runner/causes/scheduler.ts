import { namedIn, withoutFullStop, type Cause, type Topic } from './cause';
import { draining } from './health';

/** What the scheduler says about its own work (AWS docs: service event messages). */
export const schedulerTopic: Topic = {
  about: /^\(?service /,
  rules: [
    {
      says: /operations are being throttled/,
      cause: () => ({
        id: 'scheduler-throttled',
        explanation: 'the calls that ECS makes for the service are throttled; it tries again by itself',
        fix: 'deploy fewer services at the same time, or raise the API quota that CloudTrail shows as throttled',
        fault: 'surroundings',
      }),
    },
    {
      says: /unable to consistently start tasks successfully/,
      cause: () => ({
        id: 'backing-off',
        explanation:
          'ECS waits longer and longer between its attempts, because tasks keep failing; their own causes say why',
        fault: 'surroundings',
      }),
    },
    {
      says: /unable to stop or start tasks during a deployment because of the service deployment configuration/,
      cause: () => ({
        id: 'percent-deadlock',
        explanation:
          'minimumHealthyPercent lets ECS stop no old task, and maximumPercent lets it start no new one',
        fix: 'lower minimumHealthyPercent or raise maximumPercent of the service SERVICE_NAME',
        fault: 'surroundings',
      }),
    },
    {
      says: /under protection/,
      cause: (text) => ({
        id: 'task-protection',
        explanation: `ECS cannot stop old tasks: ${namedIn(text, /\(reason (\d+ tasks? under protection)/) ?? 'they are under protection'}`,
        fix: 'wait until the protection expires, or end it with UpdateTaskProtection',
        fault: 'surroundings',
      }),
    },
    {
      says: /failed to register targets in .{0,300}? not in the target group VPC/,
      cause: (text) => ({
        id: 'target-outside-vpc',
        explanation: `the tasks are not in the VPC of ${targetGroupIn(text)}${errorIn(text)}`,
        fix: 'give the service SERVICE_NAME a target group of the VPC that its tasks are in, or subnets of the VPC of the target group',
        fault: 'release',
      }),
    },
    {
      says: /failed to register targets in /,
      cause: (text) => ({
        id: 'target-not-registered',
        explanation: `ECS cannot register the tasks with ${targetGroupIn(text)}${errorIn(text)}`,
        fix: "correct the target group in the loadBalancers of the service SERVICE_NAME: its VPC, its target type (ip for awsvpc, else instance), and the permissions of the service's role",
        fault: 'surroundings',
      }),
    },
    { says: /has begun draining connections/, cause: () => draining },
  ],
};

function targetGroupIn(text: string): string {
  const name = namedIn(
    text,
    /\(target-group [^\s)]{1,200}?:targetgroup\/([^/\s]+)/,
    /\(target-group ([^\s)]+)/,
  );
  return name === undefined ? 'the target group' : `the target group ${name}`;
}

/** AWS's own error within an event. */
function errorIn(text: string): string {
  const error = namedIn(text, /\(error (.+)\)\.?$/);
  return error === undefined ? '' : `: ${withoutFullStop(error)}`;
}

const scaling: Cause = {
  id: 'scaling',
  explanation: 'ECS stopped the task because it was no longer needed',
  fault: 'nobody',
};
const spot: Cause = {
  id: 'spot-interruption',
  explanation: 'AWS took the Spot capacity of the task back',
  fault: 'nobody',
};
const infrastructure: Cause = {
  id: 'infrastructure',
  explanation: 'the machine under the task failed or is being retired by AWS',
  fault: 'nobody',
};

/** (AWS docs) stop codes that say it all, whatever stands in the reason. */
const innocentByCode = new Map<string, Cause>([
  ['SpotInterruption', spot],
  ['TerminationNotice', infrastructure],
  ['InfrastructureHealth', infrastructure],
  [
    'UserInitiated',
    { id: 'stopped-by-user', explanation: 'somebody stopped the task by hand', fault: 'nobody' },
  ],
]);

const innocentByText: readonly (readonly [RegExp, Cause])[] = [
  [/^Scaling activity initiated by/, scaling],
  // (inference)
  [
    /^Service was deleted/,
    { id: 'service-deleted', explanation: 'the service of the task was deleted', fault: 'nobody' },
  ],
  [/^Your Spot Task was interrupted/, spot],
  // (AWS docs)
  [/^Host EC2 \(instance [^\s)]+\) (?:stopped|terminated)/, infrastructure],
  [/^ECS is performing maintenance on the underlying infrastructure/, infrastructure],
  // (inference)
  [/^Container instance (?:deregistration|draining)/i, infrastructure],
  [/availability zone rebalancing/i, scaling],
];

/** The cause of a stop that is not the release's doing. */
export function innocentCause(stopCode: string | undefined, stoppedReason: string): Cause | undefined {
  const byCode = stopCode === undefined ? undefined : innocentByCode.get(stopCode);
  return byCode ?? innocentByText.find(([says]) => says.test(stoppedReason))?.[1];
}
