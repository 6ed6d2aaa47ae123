import { EcsCdError } from '../errors';
import { plainText } from '../log/plain-text';

/** What an error of an AWS call means for the run, whichever service said it. */
export type AwsErrorKind =
  | 'throttled'
  /** AWS answered with a server error, too late, or not at all. */
  | 'unavailable'
  | 'denied'
  | 'expired-credentials'
  | 'invalid-credentials'
  | 'other';

// The same refusal is called differently by the JSON services (...Exception) and by STS and ELBv2 (AWS docs,
// "Common errors" of each API reference).
const namesByKind: Readonly<Partial<Record<AwsErrorKind, readonly string[]>>> = {
  throttled: [
    'BandwidthLimitExceeded',
    'RequestLimitExceeded',
    'RequestThrottled',
    'RequestThrottledException',
    'SlowDown',
    'ThrottledException',
    'Throttling',
    'ThrottlingException',
    'TooManyRequestsException',
  ],
  unavailable: [
    'IDPCommunicationError',
    'InternalFailure',
    'InternalServerError',
    'RequestTimeout',
    'RequestTimeoutException',
    'ServerException',
    'ServiceUnavailable',
    'ServiceUnavailableException',
    'TimeoutError',
    // What the SDK makes of an answer that is not AWS's: a proxy's page, a body cut short (measured).
    'SyntaxError',
  ],
  denied: ['AccessDenied', 'AccessDeniedException', 'NotAuthorized', 'UnauthorizedOperation'],
  'expired-credentials': ['ExpiredToken', 'ExpiredTokenException', 'RequestExpired', 'TokenRefreshRequired'],
  'invalid-credentials': [
    'AuthFailure',
    'CredentialsProviderError',
    'IDPRejectedClaim',
    'IncompleteSignature',
    'IncompleteSignatureException',
    'InvalidAccessKeyId',
    'InvalidClientTokenId',
    'InvalidIdentityToken',
    'InvalidIdentityTokenException',
    'InvalidSignatureException',
    'MissingAuthenticationToken',
    'MissingAuthenticationTokenException',
    'SignatureDoesNotMatch',
    'UnrecognizedClientException',
  ],
};

const kindsByName: ReadonlyMap<unknown, AwsErrorKind> = new Map(
  Object.entries(namesByKind).flatMap(([kind, names]) => names.map((name) => [name, kind as AwsErrorKind])),
);

const networkCodes = new Set(
  'ECONNREFUSED ECONNRESET ECONNABORTED EPIPE ETIMEDOUT EHOSTUNREACH ENETUNREACH ENOTFOUND EAI_AGAIN'.split(
    ' ',
  ),
);

/** The parts of an error that are looked at: the SDK's, Node's and fetch's errors have no common type. */
interface ErrorLike {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly $fault?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly cause?: unknown;
  readonly errors?: unknown;
}

const deepestCause = 5;

/** What tells the kind of an error, the one that counts most first. */
const kindSigns: readonly ((error: ErrorLike) => AwsErrorKind | undefined)[] = [
  // An operation that we gave up ourselves says nothing about AWS.
  ({ name }) => (name === 'AbortError' ? 'other' : undefined),
  ({ name }) => kindsByName.get(name),
  ({ $metadata }) => ($metadata?.httpStatusCode === 429 ? 'throttled' : undefined),
  ({ $metadata, $fault }) =>
    ($metadata?.httpStatusCode ?? 0) >= 500 || $fault === 'server' ? 'unavailable' : undefined,
  ({ code }) =>
    typeof code === 'string' && (networkCodes.has(code) || code.startsWith('UND_ERR_'))
      ? 'unavailable'
      : undefined,
];

export function awsErrorKindOf(error: unknown, depth = 0): AwsErrorKind {
  if (typeof error !== 'object' || error === null || depth > deepestCause) return 'other';
  for (const kindIn of kindSigns) {
    const kind = kindIn(error);
    if (kind) return kind;
  }
  const inner = innerErrorsOf(error).map((one) => awsErrorKindOf(one, depth + 1));
  return inner.find((kind) => kind !== 'other') ?? 'other';
}

/** Node wraps the attempts on each address of a host, fetch wraps the socket's error. */
function innerErrorsOf({ cause, errors }: ErrorLike): readonly unknown[] {
  return [cause, ...(Array.isArray(errors) ? (errors as unknown[]) : [])];
}

export interface AwsCall {
  /** What the call was for, after "cannot": `look up the image in ECR`. */
  readonly purpose: string;
  /** IAM action: `ecr:BatchGetImage`. */
  readonly permission: string;
  /** What the permission is needed on: a name, an ARN, `*`. */
  readonly resource: string;
}

/**
 * The error of a call after which nothing has changed yet, in the runner's words; undefined when it is none that
 * every AWS service knows. AWS unreachable is `try-again`, everything else `rejected`.
 */
export function commonAwsErrorOf(
  error: unknown,
  { purpose, permission, resource }: AwsCall,
): EcsCdError | undefined {
  // It is one already: there were no credentials to make the call with.
  if (error instanceof EcsCdError) return error;
  const said = messageOf(error);
  switch (awsErrorKindOf(error)) {
    case 'throttled':
      return new EcsCdError('try-again', `cannot ${purpose}: AWS throttles this account's calls: ${said}`, {
        fix: 'run the job again; if it stays, ask AWS to raise the API limit',
        cause: error,
      });
    case 'unavailable':
      return new EcsCdError('try-again', `cannot ${purpose}: AWS does not answer: ${said}`, {
        fix: isWithoutAddress(error)
          ? 'check the spelling of AWS_DEFAULT_REGION: a region that does not exist has no address; then check the DNS of the GitLab runner'
          : 'run the job again; if it stays, check AWS_DEFAULT_REGION and the way from the GitLab runner to AWS (proxy, DNS, firewall)',
        cause: error,
      });
    case 'denied':
      return new EcsCdError('rejected', `cannot ${purpose}: permission denied: ${said}`, {
        fix: `allow ${permission} on ${resource} to the user or role of this job`,
        cause: error,
      });
    case 'expired-credentials':
      return new EcsCdError('rejected', `cannot ${purpose}: the AWS credentials have expired: ${said}`, {
        fix: 'run the job again with fresh credentials (a session token or an ID token lives only for a while)',
        cause: error,
      });
    case 'invalid-credentials':
      return new EcsCdError('rejected', `cannot ${purpose}: AWS does not accept the credentials: ${said}`, {
        fix: `${aboutRegion(said)}check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or ECS_CD_ROLE_ARN and its trust policy; a protected variable is empty on a branch that is not protected`,
        cause: error,
      });
    case 'other':
      return undefined;
  }
}

/** "Credential should be scoped to a valid region" (AWS): the name of the region is wrong, not the keys. */
function aboutRegion(said: string): string {
  return /\bregion\b/i.test(said) ? 'check the spelling of AWS_DEFAULT_REGION first; then ' : '';
}

function isWithoutAddress(error: unknown): boolean {
  return (error as ErrorLike).code === 'ENOTFOUND';
}

/** The same for a call that reads beside the deployment, where any other refusal is as good as a denial. */
export function readErrorOf(error: unknown, call: AwsCall): EcsCdError {
  if (error instanceof Error && error.name === 'AbortError') {
    return new EcsCdError('cancelled', `cancelled before AWS answered: ${call.purpose}`, { cause: error });
  }
  const common = commonAwsErrorOf(error, call);
  if (common) return common;
  return new EcsCdError('rejected', `cannot ${call.purpose}: ${messageOf(error)}`, { cause: error });
}

function messageOf(error: unknown): string {
  return plainText(wordsOf(error));
}

function wordsOf(error: unknown): string {
  const { name, message, code } = error as Readonly<Record<string, unknown>>;
  const text = [message, code].find((one) => typeof one === 'string' && one !== '') ?? 'no reason given';
  return [name, text].filter((one) => typeof one === 'string' && one !== 'Error').join(': ');
}
