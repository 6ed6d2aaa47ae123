import { readErrorOf } from '../../aws/aws-error';
import { awsErrorKindOf } from '../../aws/aws-error-kind';
import type { Lookup } from './finding';

export interface LookOptions {
  readonly abortSignal: AbortSignal;
}

export type LookAt = ReturnType<typeof lookingUntil>;

/**
 * Asks, and waits for an answer until the signal; whatever comes in its place is told and stops nobody. `permission` is
 * an IAM action (`ec2:DescribeSubnets`), `purpose` what follows "cannot" (`look at the subnets`).
 */
export function lookingUntil(signal: AbortSignal) {
  return async <T>(
    permission: string,
    purpose: string,
    ask: (options: LookOptions) => Promise<T>,
  ): Promise<Lookup<T>> => {
    try {
      // Node warns of more than ten that listen to one signal, in the middle of the job log.
      return { kind: 'seen', value: await ask({ abortSignal: AbortSignal.any([signal]) }) };
    } catch (error) {
      const { verdict, message, cause } = readErrorOf(error, { permission, purpose, resource: '*' });
      if (awsErrorKindOf(cause) === 'denied') return { kind: 'denied', permission };
      const why = verdict === 'cancelled' ? 'AWS did not answer in time' : message;
      return { kind: 'unseen', permission, why };
    }
  };
}
