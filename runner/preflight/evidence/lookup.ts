import { readErrorOf } from '../../aws/aws-error';
import { awsErrorKindOf } from '../../aws/aws-error-kind';
import { nothingToDo, unknownOf, type Found } from './finding';

/** What came of looking at something that nothing but a check hangs on. */
export type Lookup<T> =
  | { readonly kind: 'seen'; readonly value: T }
  | { readonly kind: 'denied'; readonly permission: string }
  /** AWS did not answer in time, throttled, or refused for a reason that says nothing about what was asked for. */
  | { readonly kind: 'unseen'; readonly permission: string; readonly why: string };

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

/** Undefined where AWS answers with this error: what it was asked about does not exist. */
export async function unlessMissing<T>(errorName: string, answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && error.name === errorName) return undefined;
    throw error;
  }
}

export function valueOf<T>(look: Lookup<T> | undefined): T | undefined {
  return look?.kind === 'seen' ? look.value : undefined;
}

/** What a check finds in what was seen; that it could not be looked at is a finding of its own. */
export function findingsIn<T>(subject: string, look: Lookup<T>, check: (seen: T) => Found): Found {
  switch (look.kind) {
    case 'seen':
      return check(look.value);
    case 'denied': {
      const { permission } = look;
      const message = `not checked: ${permission} is not allowed`;
      const fix = `allow ${permission} to the user or role of this job, to have it checked`;
      return { ...unknownOf(subject, message, fix), permission };
    }
    case 'unseen':
      return unknownOf(subject, `not checked: ${look.permission}: ${look.why}`, nothingToDo);
  }
}
