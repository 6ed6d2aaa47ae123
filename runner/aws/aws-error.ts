import { EcsCdError } from '../errors';
import { connectionProblemOf } from '../log/connection-problem';
import { awsErrorKindOf, isUnreadable, type AwsErrorKind, type ErrorLike } from './aws-error-kind';

interface AwsCall {
  /** What the call was for, after "cannot": `look up the image in ECR`. */
  readonly purpose: string;
  /** How its failure is told instead of "cannot PURPOSE": `DescribeServices failed for web`. */
  readonly failure?: string;
  /** IAM action: `ecr:BatchGetImage`. */
  readonly permission: string;
  /** What the permission is needed on: a name, an ARN, `*`. */
  readonly resource: string;
}

/** What is told of an error: with AWS's words after `is`. */
interface Telling {
  readonly verdict: 'try-again' | 'rejected' | 'invalid-usage';
  readonly is: string;
  readonly fix: string;
}

const tellings: Readonly<
  Record<Exclude<AwsErrorKind, 'other'>, (error: ErrorLike, said: string, call: AwsCall) => Telling>
> = {
  throttled: () => ({
    verdict: 'try-again',
    is: "AWS kept throttling this account's calls until retries ran out",
    fix: 'run the job again; if it persists, ask AWS to raise the API limit',
  }),
  unavailable: (error) => ({
    verdict: 'try-again',
    is: 'AWS does not answer',
    fix: connectionProblemOf(error).fix ?? (error.code === 'ENOTFOUND' ? unknownNameFix : silenceFix),
  }),
  passing: () => ({
    verdict: 'try-again',
    is: 'AWS kept refusing until retries ran out',
    fix: 'run the job again: AWS rejects this only temporarily',
  }),
  blocked: (error) => ({
    verdict: 'rejected',
    is: 'AWS cannot be reached',
    fix: connectionProblemOf(error).fix ?? silenceFix,
  }),
  denied: (_, said, call) => ({
    verdict: 'rejected',
    is: 'permission denied',
    fix: permissionFixOf(said, call),
  }),
  'expired-credentials': () => ({
    verdict: 'rejected',
    is: 'the AWS credentials have expired',
    fix: 'run the job again with fresh credentials: an ID token lives as long as its job, AWS_SESSION_TOKEN and the two keys it came with for some hours',
  }),
  'invalid-credentials': ({ name }, said) =>
    name === 'CredentialsProviderError'
      ? {
          verdict: 'invalid-usage',
          is: 'there are no AWS credentials',
          fix: `set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or ECS_CD_ROLE_ARN; ${protectedHint}`,
        }
      : {
          verdict: 'rejected',
          is: 'AWS rejected the credentials',
          fix: rejectedFixOf(said),
        },
};

/** What a connection came to grief on, in front; a proxy's own error says it already. */
function withProblem(kind: AwsErrorKind, error: unknown, said: string): string {
  const { words, isKnown } = connectionProblemOf(error);
  const isOfConnection = kind === 'blocked' || (kind === 'unavailable' && isKnown);
  const problem = isOfConnection ? words : '';
  return said.includes(problem) ? said : `${problem}: ${said}`;
}

const unknownNameFix =
  'check the spelling of AWS_DEFAULT_REGION: a region that does not exist has no address; then check the DNS of the GitLab runner';
const silenceFix =
  'run the job again; if it persists, check AWS_DEFAULT_REGION and the way from the GitLab runner to AWS (proxy, DNS, firewall)';
const protectedHint = 'a protected variable is empty on a branch that is not protected';

function rejectedFixOf(said: string): string {
  if (/signature we calculated does not match/i.test(said))
    return 'set AWS_SECRET_ACCESS_KEY to the secret of AWS_ACCESS_KEY_ID, whole and unchanged';
  // "Credential should be scoped to a valid region" (AWS): the name of the region is wrong, not the keys.
  const region = /\bregion\b/i.test(said) ? 'check the spelling of AWS_DEFAULT_REGION first; then ' : '';
  return `${region}check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or ECS_CD_ROLE_ARN and its trust policy; ${protectedHint}`;
}

/**
 * The error of a call after which nothing has changed yet, in the runner's words; undefined when it is none that
 * every AWS service knows. AWS unreachable is `try-again`, everything else `rejected`.
 */
export function commonAwsErrorOf(error: unknown, call: AwsCall): EcsCdError | undefined {
  // It is one already: there were no credentials to make the call with.
  if (error instanceof EcsCdError) return error;
  const kind = awsErrorKindOf(error);
  if (kind === 'other') return undefined;
  const said = messageOf(error);
  const { verdict, is, fix } = tellings[kind](error as ErrorLike, said, call);
  // Of credentials that are not there, the SDK speaks of its providers.
  const details = verdict === 'invalid-usage' ? '' : `: ${withProblem(kind, error, said)}`;
  const message = `${failureOf(call)}: ${is}${details}`;
  return new EcsCdError(verdict, message, { fix, cause: error });
}

/** The name of AWS's own error, as the SDK throws it or behind one of ours. */
export function refusalOf(error: unknown): string | undefined {
  const own = error instanceof EcsCdError ? error.cause : error;
  return own instanceof Error ? own.name : undefined;
}

/** The answer; undefined where AWS has refused it by this name. */
export function unlessRefused<T>(name: string, answer: Promise<T>): Promise<T | undefined> {
  return answer.catch((error: unknown) => {
    if (refusalOf(error) !== name) throw error;
    return undefined;
  });
}

/** AWS refused the first attempt: no earlier one can have got through. */
export function isRefusedAtOnce({ verdict, cause }: EcsCdError): boolean {
  return verdict === 'rejected' && (cause as ErrorLike | undefined)?.$metadata?.attempts === 1;
}

function failureOf({ purpose, failure }: AwsCall): string {
  return failure ?? `cannot ${purpose}`;
}

/** The same for a call that reads beside the deployment, where any other refusal is as good as a denial. */
export function readErrorOf(error: unknown, call: AwsCall): EcsCdError {
  if (error instanceof Error && error.name === 'AbortError') {
    return new EcsCdError('cancelled', `cancelled before AWS answered: ${call.purpose}`, { cause: error });
  }
  const message = `${failureOf(call)}: ${messageOf(error)}`;
  return commonAwsErrorOf(error, call) ?? new EcsCdError('rejected', message, { cause: error });
}

/** What such a call answers. */
export const reading = <T>(call: AwsCall, answer: Promise<T>): Promise<T> =>
  answer.catch((error: unknown) => Promise.reject(readErrorOf(error, call)));

function messageOf(error: unknown): string {
  const { name, message, code, $metadata, $response } = error as ErrorLike;
  // The SDK only says that it cannot read what something else has answered.
  if (isUnreadable(error as ErrorLike)) {
    const status = $response?.statusCode ?? $metadata?.httpStatusCode;
    return `answered ${status === undefined ? '' : `HTTP ${status} `}with a page that is not AWS's (a proxy?)`;
  }
  const text = [message, code].find((one) => typeof one === 'string' && one !== '') ?? 'no reason given';
  return [name, text].filter((one) => typeof one === 'string' && one !== 'Error').join(': ');
}

/** Where each policy that AWS names is kept. (AWS docs, "Troubleshoot access denied error messages") */
const policyPlaces: Readonly<Record<string, string>> = {
  'identity-based policy': 'a policy of the user or role of this job',
  'session policy': 'the session policy that the role of this job is assumed with',
  'permissions boundary': 'the permissions boundary of the user or role of this job',
  'service control policy': 'the service control policies of the AWS organization',
  'resource control policy': 'the resource control policies of the AWS organization',
  'resource-based policy':
    "the resource's own policy (of the ECR repository, the secret, the role's trust, ...)",
  'vpc endpoint policy': 'the policy of the VPC endpoint through which the GitLab runner reaches AWS',
};

const namedPolicy = new RegExp(
  `(?:explicit deny in an?|because no) (${Object.keys(policyPlaces).join('|')})`,
  'i',
);

/** Where to mend what AWS denied: AWS's own words count, since a call can need more than the permission of its name. */
function permissionFixOf(said: string, call: Needed): string {
  const needed = neededIn(said, call);
  const kind = namedPolicy.exec(said)?.[1]?.toLowerCase();
  const place = kind && policyPlaces[kind];
  if (/explicit deny/i.test(said))
    return `remove the explicit deny of ${needed} from ${place ?? 'the policy that has it'}`;
  const isOfIdentity = place === undefined || kind === 'identity-based policy';
  return `allow ${needed} ${isOfIdentity ? 'to the user or role of this job' : `in ${place}`}`;
}

type Needed = Readonly<Record<'permission' | 'resource', string>>;

/** `ecs:TagResource on arn:...`: what AWS names, else what was called. */
function neededIn(said: string, { permission, resource }: Needed): string {
  const [, action, object] =
    /not authorized to perform: ([\w-]+:\w+)(?: on resource: (\S+))?/i.exec(said) ?? [];
  // The name that was called for is the one in the project's settings; AWS's ARN is in the message.
  if (action === undefined || action === permission) return `${permission} on ${resource}`;
  return object === undefined ? action : `${action} on ${object}`;
}
