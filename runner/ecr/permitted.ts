import { awsErrorKindOf } from '../aws/aws-error-kind';
import { EcsCdError } from '../errors';
import type { JobLog } from '../log/job-log';

/** What cannot be seen for want of a permission must neither stop a build nor be guessed. */
export async function permitted<T>(
  looked: Promise<T>,
  log: JobLog,
): Promise<{ readonly value: T } | undefined> {
  try {
    return { value: await looked };
  } catch (error) {
    if (!(error instanceof EcsCdError) || awsErrorKindOf(error) !== 'denied') throw error;
    log.warning(`${error.message}; ${error.fix ?? ''}`);
    return undefined;
  }
}
