import { connectionProblemOf } from '../log/connection-problem';

/** What an error of an AWS call means for the run, whichever service said it. */
export type AwsErrorKind =
  | 'throttled'
  /** AWS answered with a server error, too late, or not at all. */
  | 'unavailable'
  /** Refused in the words of a mistake, and done a moment later. */
  | 'passing'
  /** The way to AWS is closed until somebody opens it: a proxy refuses, a certificate is not trusted. */
  | 'blocked'
  | 'denied'
  | 'expired-credentials'
  | 'invalid-credentials'
  | 'other';

/** Without the `Exception` at their end, which STS and ELBv2 have none of (AWS docs, "Common errors" of each API reference). */
const namesByKind: Readonly<Partial<Record<AwsErrorKind, string>>> = {
  throttled:
    'BandwidthLimitExceeded RequestLimitExceeded RequestThrottled SlowDown Throttled Throttling TooManyRequests',
  unavailable:
    'IDPCommunicationError InternalFailure InternalServerError RequestTimeout Server ServiceUnavailable TimeoutError',
  denied: 'AccessDenied NotAuthorized UnauthorizedOperation',
  'expired-credentials': 'ExpiredToken RequestExpired TokenRefreshRequired',
  'invalid-credentials':
    'AuthFailure CredentialsProviderError IDPRejectedClaim IncompleteSignature InvalidAccessKeyId InvalidClientTokenId InvalidIdentityToken InvalidSignature MissingAuthenticationToken SignatureDoesNotMatch UnrecognizedClient',
};

const kindsByName = new Map(
  Object.entries(namesByKind).flatMap(([kind, names]) =>
    names.split(' ').map((name) => [name, kind as AwsErrorKind]),
  ),
);

const networkCode =
  /^(?:ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|UND_ERR_.*)$/;

/** The parts of an error that are looked at: the SDK's, Node's and fetch's errors have no common type. */
export interface ErrorLike {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly $fault?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number };
  readonly $response?: { readonly statusCode?: number };
  readonly cause?: unknown;
  readonly errors?: unknown;
}

/** Refusals that pass by themselves, though they are called like mistakes (field reports). */
const passingRefusals: readonly { readonly name: RegExp; readonly says: RegExp }[] = [
  { name: /^ClientException$/, says: /Too many concurrent attempts to create a new revision/i },
  { name: /^InvalidIdentityToken(Exception)?$/, says: /Couldn't retrieve verification key/i },
];

export function isPassingRefusal(error: unknown): boolean {
  const { name, message } = (error ?? {}) as ErrorLike;
  return passingRefusals.some((one) => one.name.test(String(name)) && one.says.test(String(message)));
}

/** What the SDK makes of an answer that is not AWS's: a proxy's page, a body cut short, a session without its keys (measured). */
export function isUnreadable({ name, message, $response, $fault }: ErrorLike): boolean {
  if (name === 'SyntaxError' || /^Invalid response from STS/.test(String(message))) return true;
  return $response !== undefined && $fault === undefined;
}

/** AWS refused what it was asked for. */
export function isClientFault(error: unknown): error is Error {
  return error instanceof Error && '$fault' in error && error.$fault === 'client';
}

const deepestCause = 5;

/** What tells the kind of an error, the one that counts most first. */
const kindSigns: readonly ((error: ErrorLike) => AwsErrorKind | undefined)[] = [
  // An operation that we gave up ourselves says nothing about AWS.
  ({ name }) => (name === 'AbortError' ? 'other' : undefined),
  (error) => (connectionProblemOf(error).isLasting ? 'blocked' : undefined),
  (error) => (isPassingRefusal(error) ? 'passing' : undefined),
  (error) => (isUnreadable(error) ? 'unavailable' : undefined),
  ({ name }) => kindsByName.get(String(name).replace(/Exception$/, '')),
  ({ $metadata }) => ($metadata?.httpStatusCode === 429 ? 'throttled' : undefined),
  ({ $metadata, $fault }) =>
    ($metadata?.httpStatusCode ?? 0) >= 500 || $fault === 'server' ? 'unavailable' : undefined,
  ({ code }) => (networkCode.test(String(code)) ? 'unavailable' : undefined),
];

export function awsErrorKindOf(error: unknown, depth = 0): AwsErrorKind {
  if (typeof error !== 'object' || error === null || depth > deepestCause) return 'other';
  for (const kindIn of kindSigns) {
    const kind = kindIn(error);
    if (kind) return kind;
  }
  // Node wraps the attempts on each address of a host, fetch wraps the socket's error.
  const { cause, errors } = error as ErrorLike;
  const inner = [cause, ...(Array.isArray(errors) ? (errors as unknown[]) : [])];
  return inner.map((one) => awsErrorKindOf(one, depth + 1)).find((kind) => kind !== 'other') ?? 'other';
}
