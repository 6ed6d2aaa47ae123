import type { PreflightEvidence } from '../evidence/evidence';
import { nothingToDo, unknownOf, type Found } from '../evidence/finding';

/** What was not looked at for another reason than a missing permission. */
export function notChecked({ looks }: PreflightEvidence): Found {
  const { secrets, logGroups } = looks.leftOut;
  const counted = [...countOf(secrets, 'secret'), ...countOf(logGroups, 'log group')].join(' and ');
  const names = [...secrets, ...logGroups];
  const shown = names.length > mostNames ? `${names.slice(0, mostNames).join(', ')}, ...` : names.join(', ');
  return [
    ...looks.elsewhere.map((what) =>
      unknownOf(what, 'not checked: it is in another account or region, or kept by AWS', nothingToDo),
    ),
    names.length > 0
      ? unknownOf(counted, `not checked: a preflight asks for no more of their kind (${shown})`, nothingToDo)
      : undefined,
  ];
}

const mostNames = 3;

function countOf({ length }: readonly string[], noun: string): string[] {
  return length === 0 ? [] : [`${length} ${noun}${length === 1 ? '' : 's'}`];
}
