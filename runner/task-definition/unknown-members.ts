import type { TaskDefinition } from '@aws-sdk/client-ecs';
import { isRecord } from './normalized-task-definition';
import { registrableOf, type DescribedRevision } from './task-definition';

/**
 * Paths that AWS answered and that would not survive to the next revision: `raw` is AWS's own JSON, `parsed` what the
 * SDK made of it (it drops members it does not know, silently, both ways; measured), `registrable` the member names
 * that the SDK sends on register. AWS adds members to its answers for everybody, mostly ones that say nothing until they
 * are used: those are `blank`.
 */
export function unknownPaths(
  raw: unknown,
  parsed: TaskDefinition,
  registrable: readonly string[],
): Pick<DescribedRevision, 'lost' | 'blank'> {
  const unsendable = Object.entries(registrableOf(parsed))
    .filter(([member]) => !registrable.includes(member))
    .map(([path, value]) => ({ path, value }));
  const carriedOver = isRecord(raw) ? registrableOf(raw) : raw;
  const unknown = [...missingMembers(carriedOver, parsed), ...unsendable];
  const paths = (one: readonly UnknownMember[]) => one.map(({ path }) => path);
  return {
    lost: paths(unknown.filter(({ value }) => !saysNothing(value))),
    blank: paths(unknown.filter(({ value }) => saysNothing(value))),
  };
}

/** Paths in any answer of AWS that say something and that the SDK would drop. */
export function droppedPaths(raw: unknown, parsed: unknown): readonly string[] {
  return missingMembers(raw, parsed).flatMap(({ path, value }) => (saysNothing(value) ? [] : [path]));
}

interface UnknownMember {
  readonly path: string;
  readonly value: unknown;
}

function missingMembers(raw: unknown, parsed: unknown, path = ''): UnknownMember[] {
  if (raw === null || raw === undefined) return [];
  if (parsed === undefined) return [{ path, value: raw }];
  if (Array.isArray(raw)) {
    const items = Array.isArray(parsed) ? parsed : [];
    return raw.flatMap((item, index) => missingMembers(item, items[index], `${path}[${index}]`));
  }
  if (!isRecord(raw) || !isRecord(parsed)) return [];
  return Object.entries(raw).flatMap(([key, value]) =>
    missingMembers(value, parsed[key], path ? `${path}.${key}` : key),
  );
}

/** What a member says that nobody has set. */
function saysNothing(value: unknown): boolean {
  if (isRecord(value)) return Object.values(value).every(saysNothing);
  if (Array.isArray(value)) return value.length === 0;
  return value === undefined || value === null || value === false || value === '';
}
