import type { ImageFailure } from '@aws-sdk/client-ecr';
import { commonAwsErrorOf } from '../aws/aws-error';
import { EcsCdError, orElse, lineOf } from '../errors';
import { awsErrorKindOf, isClientFault } from '../aws/aws-error-kind';
import type { JobLog } from '../log/job-log';

interface EcrCall {
  readonly operation: string;
  /** What it is done for, after "cannot". */
  readonly purpose: string;
  readonly repository: { readonly url: string; readonly name: string; readonly registryId?: string };
  readonly region: string;
}

/** Their permissions are of the registry, which IAM knows no resource for (AWS docs). */
const ofRegistry = ['GetAuthorizationToken', 'DescribeRepositoryCreationTemplates'];

/** What AWS said to a call, in the runner's words; undefined for what is no refusal of AWS. */
export function ecrRefusalOf(error: unknown, call: EcrCall): EcsCdError | undefined {
  const { operation, purpose, repository, region } = call;
  const resource = ofRegistry.includes(operation) ? '*' : `the repository ${repository.name}`;
  const common = commonAwsErrorOf(error, { purpose, permission: `ecr:${operation}`, resource });
  if (common) return common;
  if (!isClientFault(error)) return undefined;
  const account = repository.registryId === undefined ? 'this account' : `account ${repository.registryId}`;
  const [message, fix] = {
    RepositoryNotFoundException: [
      `REPOSITORY_URL ${repository.url}: ECR has no repository ${repository.name} in ${account}, region ${region}`,
      'create the repository (with ECS_CD_CREATE_REPOSITORY on, the build does), or correct REPOSITORY_URL',
    ],
    LimitExceededException: [
      undefined,
      'remove what nobody needs any more, or ask AWS to raise the quota of ECR that it names',
    ],
    KmsException: [
      undefined,
      'check the KMS key of the repository (ECS_CD_KMS_KEY_ARN): its state, its region, and whether its policy lets this job use it',
    ],
  }[error.name] ?? [undefined, `check REPOSITORY_URL (${repository.url}) and what ECR says about it`];
  const said = message ?? `cannot ${purpose}: ${error.name}: ${error.message}`;
  return new EcsCdError('rejected', said, { fix, cause: error });
}

// (AWS docs: ImageFailure.failureCode) Those that another attempt may not meet; AWS never answers nothing at all.
const passingFailures = ['UpstreamTooManyRequests', 'UpstreamUnavailable'];

/** An image that is there, but that ECR does not hand out. */
export function imageFailureOf(
  reference: string,
  { failureCode, failureReason = '' }: ImageFailure = {},
): EcsCdError {
  const isPassing = failureCode === undefined || passingFailures.includes(failureCode);
  return new EcsCdError(
    isPassing ? 'try-again' : 'rejected',
    `ECR refused to return ${reference}: ${failureCode ?? 'an empty answer'} ${failureReason}`.trimEnd(),
    { fix: isPassing ? 'run the job again' : 'look at the image in the ECR console, or build another tag' },
  );
}

/** The end of a run whose job was cancelled before anything depended on it. */
export function cancellationOf(interruption: AbortSignal, doing: string, cause?: unknown): EcsCdError {
  return new EcsCdError('cancelled', `cancelled by ${String(interruption.reason)} while ${doing}`, {
    fix: 'run the job again: it looks at ECR first and does only what is left to do',
    cause,
  });
}

/** What was looked at; undefined where it could not be seen, and the log says why. */
type Seen<T> = Promise<{ readonly value: T } | undefined>;

/** What cannot be seen for want of a permission must neither stop a build nor be guessed. */
export function permitted<T>(looked: Promise<T>, log: JobLog): Seen<T> {
  return seenUnless((error) => awsErrorKindOf(error) === 'denied', looked, log);
}

/** What only makes the log say more must not stop a deployment. */
export function unlessHidden<T>(looked: Promise<T>, log: JobLog): Seen<T> {
  return seenUnless(({ verdict }) => verdict !== 'cancelled', looked, log);
}

function seenUnless<T>(mayMiss: (error: EcsCdError) => boolean, looked: Promise<T>, log: JobLog): Seen<T> {
  const seen = looked.then((value) => ({ value }));
  return orElse(seen, (error) => {
    if (!mayMiss(error)) throw error;
    log.warning(lineOf(error));
    return undefined;
  });
}
