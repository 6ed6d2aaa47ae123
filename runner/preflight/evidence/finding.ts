import { EcsCdError, type Problem } from '../../errors';
import { plainText } from '../../log/plain-text';

/** Something that speaks against a deployment, found before anything was changed. */
export interface PreflightFinding extends Problem {
  /**
   * `error`: AWS's answer is certain, and the deployment cannot succeed. `warning`: it may fail, or goes differently than
   * somebody may think. `unknown`: it could not be looked at.
   */
  readonly severity: 'error' | 'warning' | 'unknown';
  /** What has to be allowed to look at it, where that is all that it takes. */
  readonly permission?: string;
}

/** What checks find. */
export type Found = PreflightFinding | undefined | readonly Found[];

export function eachFinding(found: Found): PreflightFinding[] {
  if (!found) return [];
  return 'severity' in found ? [found] : found.flatMap(eachFinding);
}

/** What to do about something that could not be looked at. */
export const nothingToDo = 'nothing has to be done: the deployment itself does not need this look';

/** Names in it are somebody else's text: a task definition's, a policy's, AWS's. */
const findingOf =
  (severity: PreflightFinding['severity']) =>
  (subject: string, message: string, fix: string): PreflightFinding => ({
    severity,
    subject: plainText(subject),
    message: plainText(message),
    fix: plainText(fix),
  });

export const errorOf = findingOf('error');
export const warningOf = findingOf('warning');
export const unknownOf = findingOf('unknown');

/** How a run ends that must not begin; undefined where no finding is an error. */
export function refusalOfFindings(found: Found): EcsCdError | undefined {
  const errors = eachFinding(found).filter(({ severity }) => severity === 'error');
  const [only, ...others] = errors;
  if (!only) return undefined;
  if (others.length === 0) {
    // What is about a variable says so by itself.
    const what = /^[A-Z_]+$/.test(only.subject) ? '' : `${only.subject}: `;
    return new EcsCdError('rejected', `${what}${only.message}; nothing was changed`, { fix: only.fix });
  }
  return new EcsCdError('rejected', `${errors.length} problems block this deployment; nothing was changed`, {
    problems: errors,
  });
}

/** What came of looking at something that nothing but a check hangs on. */
export type Lookup<T> =
  | { readonly kind: 'seen'; readonly value: T }
  | { readonly kind: 'denied'; readonly permission: string }
  /** AWS did not answer in time, throttled, or refused for a reason that says nothing about what was asked for. */
  | { readonly kind: 'unseen'; readonly permission: string; readonly why: string };

export function seenValueOf<T>(look: Lookup<T> | undefined): T | undefined {
  return look?.kind === 'seen' ? look.value : undefined;
}

/** What a check finds in what was seen; that it could not be looked at is a finding of its own. */
export function findingsIn<T>(
  subject: string,
  look: Lookup<T>,
  check: (seen: T) => Found,
  unseenFix = nothingToDo,
): Found {
  if (look.kind === 'seen') return check(look.value);
  const { permission } = look;
  if (look.kind === 'unseen') return unknownOf(subject, `not checked: ${permission}: ${look.why}`, unseenFix);
  const message = `not checked: ${permission} is not allowed`;
  const fix = `allow ${permission} to the user or role of this job, to have it checked`;
  return { ...unknownOf(subject, message, fix), permission };
}
