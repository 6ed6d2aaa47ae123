import type { PreflightFinding } from '../../runner/preflight/evidence/finding';
import type { Setting } from './look-ahead';

/** A finding, a story in which it must appear, and one that is as near to it as can be in which it must not. */
export interface Case {
  readonly what: string;
  readonly appears: Setting;
  readonly finding: Pick<PreflightFinding, 'severity' | 'subject'> & {
    readonly message: RegExp;
    readonly fix?: RegExp;
  };
  /** Nothing about that subject at all. */
  readonly absent: readonly Setting[];
}
