import { awsErrorKindOf } from '../../aws/aws-error-kind';
import { EcsCdError } from '../../errors';
import { unknownOf, type PreflightFinding } from './finding';

/** What came of looking at something that nothing but a check hangs on. */
export type Lookup<T> =
  | { readonly kind: 'seen'; readonly value: T }
  | { readonly kind: 'denied'; readonly permission: string }
  /** AWS did not answer in time, throttled, or refused for a reason that says nothing about what was asked for. */
  | { readonly kind: 'unseen'; readonly permission: string; readonly why: string };

/** Waits for an answer; whatever comes in its place is told and stops nobody. */
export async function lookupOf<T>(permission: string, answer: Promise<T>): Promise<Lookup<T>> {
  try {
    return { kind: 'seen', value: await answer };
  } catch (error) {
    if (!(error instanceof EcsCdError)) throw error;
    if (awsErrorKindOf(error.cause) === 'denied') return { kind: 'denied', permission };
    const why = error.verdict === 'cancelled' ? 'AWS did not answer in time' : error.message;
    return { kind: 'unseen', permission, why };
  }
}

/** The finding of a look that saw nothing; what was seen is for the check itself. */
export function unseenFindings(subject: string, look: Lookup<unknown>): PreflightFinding[] {
  switch (look.kind) {
    case 'seen':
      return [];
    case 'denied':
      return [
        {
          ...unknownOf(
            subject,
            `not checked: ${look.permission} is not allowed`,
            `allow ${look.permission} to the user or role of this job, to have it checked`,
          ),
          permission: look.permission,
        },
      ];
    case 'unseen':
      return [
        unknownOf(
          subject,
          `not checked: ${look.permission}: ${look.why}`,
          'nothing has to be done: the deployment itself does not need this look',
        ),
      ];
  }
}
