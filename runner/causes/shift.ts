import { causes, firstNamedIn, passing, thingIn, type Topic } from './cause';

const rule = 'the production listener rule of the service SERVICE_NAME';
const weighing = `give all weight in ${rule} to the target group that has the healthy targets, run the job again, and let ignore_changes have the action of the rule in Terraform`;
const trusting = 'give it a trust policy with sts:AssumeRole for ecs.amazonaws.com, and ';

/** Why ECS gives up a deployment that shifts traffic, or calls a lifecycle hook. (AWS docs, troubleshooting-blue-green) */
export const shiftTopic: Topic = {
  about: /^Service deployment .{0,80}(?:invalid networking configuration|lifecycle hook\(s\) failed)/,
  rules: causes(passing, {
    'listener-weights': {
      says: /exactly one target group serving traffic/,
      is: `${rule} does not send to exactly one target group`,
      fix: weighing,
    },
    'listener-target': {
      says: /unexpected target group/,
      is: `${rule} sends traffic to a target group that is none of the service's`,
      fix: weighing,
    },
    'listener-group-missing': {
      says: /not associated with|must be associated with/,
      is: 'a target group of the service SERVICE_NAME is in none of its listener rules',
      fix: `add it to ${rule}, with weight 0`,
    },
    'listener-rule-missing': {
      says: /rules? not found/,
      is: 'a listener rule of the service SERVICE_NAME does not exist any more',
      fix: 'create it again, and set productionListenerRule or testListenerRule of the service SERVICE_NAME to it',
    },
    'balancing-role-denied': {
      says: /missing permissions on ECS Infrastructure Role|perform: elasticloadbalancing:/,
      is: 'ECS may not change the load balancer with the role that the service SERVICE_NAME gives it',
      fix: `${trusting}the policy AmazonECSInfrastructureRolePolicyForLoadBalancers`,
    },
    'hook-role-denied': {
      says: /unable to assume role|perform: lambda:InvokeFunction/,
      is: (text) => `ECS may not call ${hookIn(text)} with its role`,
      fix: `${trusting}allow it lambda:InvokeFunction on the function`,
    },
    'hook-answer': {
      says: /unable to parse the response/,
      is: (text) => `${hookIn(text)} did not answer, or not with a hookStatus`,
      fix: (text) =>
        `let the function answer {"hookStatus": "SUCCEEDED"} or FAILED before its own timeout; what it did is in ${logIn(text)}`,
    },
  }).concat(
    causes(
      { fault: 'release' },
      {
        'hook-failed': {
          says: /returned FAILED status/,
          is: (text) => `${hookIn(text)} rejected the release`,
          fix: (text) => `see ${logIn(text)}, and correct the release`,
        },
      },
    ),
  ),
};

const functionName = /:function:([\w-]+)/;

const hookIn = (text: string) => thingIn(text, 'the lifecycle hook', functionName);

/** Of this name, unless the function's logging configuration has another. (AWS docs, Lambda logging) */
const logIn = (text: string) => {
  const name = firstNamedIn(text, functionName);
  return name === undefined ? "the function's own log" : `its log group (/aws/lambda/${name} by default)`;
};
