import { type Invalid, shown } from './check';

/** A finding that somebody has decided to live with. */
export interface ScanException {
  /** As ECR names the finding: `CVE-2026-1234`. */
  readonly id: string;
  readonly reason: string;
  /** The last day on which it counts, in UTC: `2026-12-31`. */
  readonly until: string;
}

const fix =
  'write a list of {"id": "CVE-2026-1234", "reason": "no code of ours calls it", "until": "2026-12-31"}';
const goodFields: Readonly<Record<string, (text: string) => boolean>> = {
  id: (text) => /^\S+$/.test(text),
  reason: (text) => /\S/.test(text),
  // The 30th of February is a day for some parsers.
  until: (text) =>
    /^\d{4}-\d\d-\d\d$/.test(text) && new Date(Date.parse(text) || 0).toISOString().startsWith(text),
};

/** The exceptions in a file, or everything that is wrong with them. */
export function scanExceptionsIn(
  text: string,
): { readonly value: readonly ScanException[] } | { readonly wrong: readonly Invalid[] } {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch (error) {
    return { wrong: [{ message: `is not JSON: ${(error as Error).message}`, fix }] };
  }
  if (!Array.isArray(list)) return { wrong: [{ message: 'is not a list', fix }] };
  const wrong = list.flatMap((one: unknown, index) =>
    wrongIn(Object(one) as Fields).map((what) => ({ message: `exception ${index + 1} ${what}`, fix })),
  );
  return wrong.length > 0 ? { wrong } : { value: list as ScanException[] };
}

type Fields = Readonly<Record<string, unknown>>;

function wrongIn(fields: Fields): readonly string[] {
  const whose = typeof fields.id === 'string' ? ` (${shown(fields.id)})` : '';
  const bad = Object.entries(goodFields).flatMap(([name, isGood]) => {
    const value = fields[name];
    if (value === undefined) return `has no "${name}"${whose}`;
    if (typeof value === 'string' && isGood(value)) return [];
    return `has a wrong "${name}"${whose}: ${shown(JSON.stringify(value))}`;
  });
  const unread = Object.keys(fields).filter((name) => !(name in goodFields));
  return [...bad, ...unread.map((name) => `has a field that nobody reads${whose}: ${shown(name)}`)];
}
