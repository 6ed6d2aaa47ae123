import type { PreflightEvidence } from '../evidence/evidence';
import { unknownOf, type PreflightFinding } from '../evidence/finding';

/** What was not looked at for another reason than a missing permission. */
export function notChecked({ looks }: PreflightEvidence): PreflightFinding[] {
  const fix = 'nothing has to be done: the deployment itself does not need this look';
  return [
    ...looks.elsewhere.map((what) =>
      unknownOf(what, 'not looked at: it is in another account or region, or kept by AWS', fix),
    ),
    ...looks.leftOut.map((what) => unknownOf(what, 'not looked at: there are too many of its kind', fix)),
  ];
}
