import { normalizedTaskDefinitionOf, itself } from './normalized-task-definition';

/** One place where two task definitions differ. A value is absent where there is none, or nothing but the name. */
export interface Difference {
  readonly path: readonly string[];
  readonly kind: 'added' | 'removed' | 'changed';
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Where a task definition differs from another one, once both are written alike. */
export function differencesBetween(before: object, after: object): Difference[] {
  return differing(normalizedTaskDefinitionOf(before), normalizedTaskDefinitionOf(after), []);
}

function differing(before: unknown, after: unknown, path: readonly string[]): Difference[] {
  const [left, right] = [recordOf(before), recordOf(after)];
  if (!left || !right) return Object.is(before, after) ? [] : [leafOf(before, after, path)];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((key) =>
    differing(left[key], right[key], [...path, key]),
  );
}

/** A record is compared member by member also with nothing, so that everything in it is named. */
function recordOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (value === undefined) return {};
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}

function leafOf(before: unknown, after: unknown, path: readonly string[]): Difference {
  const isOnlyName = path.at(-1) === itself;
  return {
    path: isOnlyName ? path.slice(0, -1) : path,
    kind: before === undefined ? 'added' : after === undefined ? 'removed' : 'changed',
    ...(before === undefined || isOnlyName ? {} : { before }),
    ...(after === undefined || isOnlyName ? {} : { after }),
  };
}
