import { causes, firstNamedIn, passing, thingIn, type Rule } from './cause';

/** Nothing that is said because of these is certain: the next task may have more luck. */
const networkTrouble = new RegExp(
  [
    'connection issue between',
    'check your (?:task )?network configuration',
    'i/o timeout',
    'context deadline exceeded',
    'context canceled',
    'request canceled',
    'connection refused',
    'connection reset by peer',
    'connection timed out',
    'no such host',
    'no route to host',
    'network is unreachable',
    'server misbehaving',
    'TLS handshake timeout',
    'Client\\.Timeout',
    'send request failed',
    'unexpected EOF',
    // What the Fargate agent says when its own helper does not get through in time (field report).
    'signal: killed',
  ].join('|'),
  'i',
);

/** What a service says that has too much to do, or is out of order itself. */
const busy =
  /toomanyrequests|Too Many Requests|pull rate limit|Rate exceeded|ThrottlingException|Throttling:|RequestLimitExceeded|TooManyRequestsException|500 Internal Server Error|50[234] (?:Bad Gateway|Service |Gateway )|InternalServiceError|InternalServerError|ServiceUnavailable/i;

export const denied =
  /AccessDenied|not authorized to perform|Access to KMS is not allowed|UnauthorizedOperation/i;

interface Passing {
  readonly id: string;
  /** What could not be done, after "the task cannot". */
  readonly deed: string;
  /** Interface or gateway endpoints of a VPC that stand in for the way to the internet. */
  readonly endpoints: string;
  /** What helps where the other side throttles. */
  readonly relief?: string;
}

/** S3, which holds the layers, answers 403 to a host whose clock is off: another host may do better. */
const clockOff = /RequestTimeTooSkewed|RequestExpired/;

/** The ways in which a call of the agent fails that can pass. */
export function transientRules({ id, deed, endpoints, relief }: Passing): Rule[] {
  return causes(passing, {
    [`${id}-busy`]: {
      says: busy,
      is: `the task cannot ${deed}: the service throttled the call or had an error`,
      fix: `run the job again later; if it persists, ${relief ?? 'ask AWS to raise the quota of that API'}`,
    },
    [`${id}-clock`]: {
      says: clockOff,
      is: `the task cannot ${deed}: the clock of its host is off`,
      fix: 'run the job again; if it persists, correct the clock of the container instances',
    },
    [`${id}-unreachable`]: {
      says: networkTrouble,
      is: (text) => `the task cannot ${deed}: no connection${toHostIn(text)}`,
      fix: `give the subnets of the service a way out (a NAT gateway, assignPublicIp ENABLED in a public subnet, or the VPC ${endpoints}), and let the security group of the tasks connect to port 443`,
    },
  });
}

/** Not the address: it differs from task to task, and nobody can look it up. */
function toHostIn(text: string): string {
  const host = firstNamedIn(
    text,
    /https:\/\/([\w.-]*[a-z][\w.-]*)/,
    /from the registry (\w[\w.-]*\w)/,
    /dial tcp: lookup ([\w.-]+)/,
  );
  return host === undefined ? '' : ` to ${host}`;
}

/** The IAM role that AWS's refusal names, by its name where the text has the ARN of a session. */
const roleNames = [
  /User: arn:[\w-]+:sts::\d*:assumed-role\/([^\s/]+)/,
  /User: ([^\s]+) is not authorized/,
  /assume the role '?([^\s']+)/,
];

/** The IAM action and the resource that AWS's refusal names. */
export function permissionIn(text: string): string | undefined {
  const action = firstNamedIn(text, /not authorized to perform: ([\w-]+:\w+)/);
  const resource = firstNamedIn(text, /on resource: ([^\s]+)/);
  if (action === undefined) return undefined;
  return resource === undefined ? action : `${action} on ${resource}`;
}

export function executionRoleIn(text: string): string {
  return `${thingIn(text, 'the execution role', ...roleNames)} (executionRoleArn of TASK_FAMILY)`;
}
