import { awsErrorKindOf } from '../aws/aws-error-kind';
import { type EcsCdError, orElse } from '../errors';
import type { JobLog } from '../log/job-log';

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
    log.warning(error.fix === undefined ? error.message : `${error.message}; ${error.fix}`);
    return undefined;
  });
}
