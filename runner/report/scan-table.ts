import type { Judged } from '../scan/judge-findings';
import { tableOf } from './table';

/** How wide each column may be: with indent and gaps, 100 columns. */
const widest = [13, 19, 19, 15, 12, 10];
const heads = ['severity', 'finding', 'package', 'version', 'fixed in', 'excepted'];
const mostRows = 50;

/** What stops the image, or would without an exception; what is cut here is whole in GitLab's reports. */
export function scanTableOf(judged: readonly Judged[]): string[] {
  const severe = judged.filter(({ isSevere }) => isSevere);
  if (severe.length === 0) return [];
  const rows = severe
    .slice(0, mostRows)
    .map((one) => [one.severity, one.id, one.packageName, one.version, one.fixedIn, one.exception?.until])
    .map((cells) => cells.map((cell) => cell || '-'));
  const more = severe.length - rows.length;
  return [
    ...tableOf([heads, ...rows], widest),
    ...(more > 0 ? [`  and ${more} more, all of them in the reports`] : []),
  ];
}
