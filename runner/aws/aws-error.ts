import { EcsCdError } from '../errors';
import { connectionFixOf, connectionProblemOf, isConnectionProblem } from '../log/connection-problem';
import { awsErrorKindOf, isUnreadable, type AwsErrorKind, type ErrorLike } from './aws-error-kind';
import { permissionFixOf } from './permission-fix';

export interface AwsCall {
  /** What the call was for, after "cannot": `look up the image in ECR`. */
  readonly purpose: string;
  /** How its failure is told instead of "cannot PURPOSE": `DescribeServices failed for web`. */
  readonly failure?: string;
  /** IAM action: `ecr:BatchGetImage`. */
  readonly permission: string;
  /** What the permission is needed on: a name, an ARN, `*`. */
  readonly resource: string;
}

interface Told {
  readonly verdict: 'try-again' | 'rejected';
  readonly why: string;
  readonly fix: string;
}

const tellers: Readonly<
  Record<Exclude<AwsErrorKind, 'other'>, (error: ErrorLike, said: string, call: AwsCall) => Told>
> = {
  throttled: (_, said) => ({
    verdict: 'try-again',
    why: `AWS kept throttling this account's calls until retries ran out: ${said}`,
    fix: 'run the job again; if it persists, ask AWS to raise the API limit',
  }),
  unavailable: (error, said) => ({
    verdict: 'try-again',
    why: `AWS does not answer: ${isConnectionProblem(error) ? withProblem(error, said) : said}`,
    fix:
      error.code === 'ENOTFOUND' && !connectionFixOf(error)
        ? unknownNameFix
        : (connectionFixOf(error) ?? silenceFix),
  }),
  passing: (_, said) => ({
    verdict: 'try-again',
    why: `AWS kept refusing until retries ran out: ${said}`,
    fix: 'run the job again: AWS refuses this only for a moment',
  }),
  blocked: (error, said) => ({
    verdict: 'rejected',
    why: `AWS cannot be reached: ${withProblem(error, said)}`,
    fix: connectionFixOf(error) ?? silenceFix,
  }),
  denied: (_, said, call) => ({
    verdict: 'rejected',
    why: `permission denied: ${said}`,
    fix: permissionFixOf(said, call),
  }),
  'expired-credentials': (_, said) => ({
    verdict: 'rejected',
    why: `the AWS credentials have expired: ${said}`,
    fix: 'run the job again with fresh credentials (a session token or an ID token lives only for a while)',
  }),
  'invalid-credentials': ({ name }, said) =>
    name === 'CredentialsProviderError'
      ? {
          verdict: 'rejected',
          why: `no AWS credentials: ${said}`,
          fix: `set AWS_ACCESS_KEY_ID or ECS_CD_ROLE_ARN; ${protectedHint}`,
        }
      : {
          verdict: 'rejected',
          why: `AWS does not accept the credentials: ${said}`,
          fix: `${aboutRegion(said)}check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or ECS_CD_ROLE_ARN and its trust policy; ${protectedHint}`,
        },
};

/** A proxy's own error says it already. */
function withProblem(error: ErrorLike, said: string): string {
  const problem = connectionProblemOf(error);
  return said.includes(problem) ? said : `${problem}: ${said}`;
}

const unknownNameFix =
  'check the spelling of AWS_DEFAULT_REGION: a region that does not exist has no address; then check the DNS of the GitLab runner';
const silenceFix =
  'run the job again; if it persists, check AWS_DEFAULT_REGION and the way from the GitLab runner to AWS (proxy, DNS, firewall)';
const protectedHint = 'a protected variable is empty on a branch that is not protected';

/** "Credential should be scoped to a valid region" (AWS): the name of the region is wrong, not the keys. */
function aboutRegion(said: string): string {
  return /\bregion\b/i.test(said) ? 'check the spelling of AWS_DEFAULT_REGION first; then ' : '';
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
  const { verdict, why, fix } = tellers[kind](error as ErrorLike, messageOf(error), call);
  return new EcsCdError(verdict, `${failureOf(call)}: ${why}`, { fix, cause: error });
}

function failureOf({ purpose, failure }: AwsCall): string {
  return failure ?? `cannot ${purpose}`;
}

/** The same for a call that reads beside the deployment, where any other refusal is as good as a denial. */
export function readErrorOf(error: unknown, call: AwsCall): EcsCdError {
  if (error instanceof Error && error.name === 'AbortError') {
    return new EcsCdError('cancelled', `cancelled before AWS answered: ${call.purpose}`, { cause: error });
  }
  const common = commonAwsErrorOf(error, call);
  if (common) return common;
  return new EcsCdError('rejected', `${failureOf(call)}: ${messageOf(error)}`, { cause: error });
}

function messageOf(error: unknown): string {
  return pageStatusOf(error as ErrorLike) ?? wordsOf(error);
}

/** The SDK only says that it cannot read what something else has answered. */
function pageStatusOf(error: ErrorLike): string | undefined {
  if (!isUnreadable(error)) return undefined;
  const { $metadata, $response } = error;
  const status = $response?.statusCode ?? $metadata?.httpStatusCode;
  return `answered ${status === undefined ? '' : `HTTP ${status} `}with a page that is not AWS's (a proxy?)`;
}

function wordsOf(error: unknown): string {
  const { name, message, code } = error as Readonly<Record<string, unknown>>;
  const text = [message, code].find((one) => typeof one === 'string' && one !== '') ?? 'no reason given';
  return [name, text].filter((one) => typeof one === 'string' && one !== 'Error').join(': ');
}
