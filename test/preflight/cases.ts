import type { PreflightFinding } from '../../runner/preflight/evidence/finding';
import type { Setting } from './look-ahead';

/** A finding, a story in which it must appear, and one that is as near to it as can be in which it must not. */
export interface Case {
  readonly what: string;
  readonly appears: Setting;
  readonly finding: ReturnType<typeof error>;
  /** Nothing about that subject at all; in the ordinary story where nothing else is said. */
  readonly absent?: readonly Setting[];
}

const found =
  (severity: PreflightFinding['severity']) => (subject: string, message: RegExp, fix?: RegExp) => ({
    severity,
    subject,
    message,
    fix,
  });
export const error = found('error');
export const warning = found('warning');
export const unknown = found('unknown');
