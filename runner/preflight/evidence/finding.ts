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

export function listOf(found: Found): PreflightFinding[] {
  if (!found) return [];
  return 'severity' in found ? [found] : found.flatMap(listOf);
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
  const errors = listOf(found).filter(({ severity }) => severity === 'error');
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
