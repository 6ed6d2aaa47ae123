import { shown } from '../settings/checks/check';
import { looksSecret } from '../settings/checks/secret-checks';
import { variables } from '../settings/variables/variables';
import type { ProjectPlan } from './project-plan';
import type { VariableChange } from './variable-changes';

const signs = { create: '+', update: '~', unchanged: '=' } as const;

/** A plan as the reader sees it: a line for each variable, without the value of any secret. */
export function changeReportOf({ changes, leftAlone }: ProjectPlan): readonly string[] {
  const placeOf = ({ wanted }: VariableChange) => variables.findIndex(({ name }) => name === wanted.name);
  const inOrder = changes.toSorted((a, b) => placeOf(a) - placeOf(b));
  const nameWidth = Math.max(0, ...changes.map(({ wanted }) => wanted.name.length));
  const scopeWidth = Math.max(0, ...changes.map(({ wanted }) => wanted.scope.length));
  const rows = inOrder.map((change) => {
    const { name, scope } = change.wanted;
    const head = `  ${signs[change.kind]} ${name.padEnd(nameWidth)}  ${scope.padEnd(scopeWidth)}  `;
    return (head + describedBy(change)).trimEnd();
  });
  const others = leftAlone.map(({ key, environment_scope: scope }) => `${key} (${scope.slice(0, 255)})`);
  return others.length > 0 ? [...rows, `left alone: ${others.join(', ')}`] : rows;
}

/** `2 to create, 1 to update, 8 as they are`. */
export function countsOf(changes: readonly VariableChange[]): string {
  const wordsOf = { create: 'to create', update: 'to update', unchanged: 'as they are' };
  const counts = Object.entries(wordsOf).flatMap(([kind, words]) => {
    const count = changes.filter((change) => change.kind === kind).length;
    return count === 0 ? [] : `${count} ${count === 1 ? words.replace('they are', 'it is') : words}`;
  });
  return counts.join(', ');
}

/** `NAME (scope)`, for sentences. */
export function namesOf(changes: readonly VariableChange[]): string {
  return changes.map(({ wanted }) => `${wanted.name} (${wanted.scope})`).join(', ');
}

function describedBy(change: VariableChange): string {
  const { kind, wanted, why, isProtected } = change;
  const value = wanted.isShowable ? shown(wanted.value) : secretWords[wanted.visibility];
  if (kind === 'create') return value + (isProtected ? ', protected' : '');
  if (kind === 'unchanged') return (wanted.isShowable ? value : '') + why.join('');
  const old = oldValueOf(change);
  const reasons = why.filter((reason) => reason !== 'value' || old === undefined);
  const explained = value + (reasons.length > 0 ? `: ${reasons.join(', ')}` : '');
  return old === undefined ? explained : `${shown(old)} -> ${explained}`;
}

/** The value that another one takes the place of, where both may be shown. */
function oldValueOf({ wanted, existing, isValueNew }: VariableChange): string | undefined {
  if (!existing || existing.value === null || !wanted.isShowable || !isValueNew) return undefined;
  return existing.masked || looksSecret(existing.value) ? undefined : existing.value;
}

const secretWords = {
  visible: '(not shown)',
  masked: '(secret, masked)',
  hidden: '(secret, masked and hidden)',
} as const;
