import type { ScanException, ScanSettings } from '../settings/scan-settings';
import { rankOf, type Vulnerability } from './vulnerability';

/** A finding, and whether it stops the image. */
export interface Judged extends Vulnerability {
  readonly isSevere: boolean;
  /** Severe, and not excepted today. */
  readonly isStopping: boolean;
  readonly exception?: ScanException;
}

/** The findings, the worst first; one that several platforms have is there once. */
export function judgedOf(
  found: readonly Vulnerability[],
  { severity: least, exceptions }: ScanSettings,
  now: number,
): readonly Judged[] {
  const once = new Map(found.map((one) => [[one.severity, vulnerabilityKeyOf(one)].join(' '), one]));
  return [...once.values()]
    .toSorted((a, b) => rankOf(a.severity) - rankOf(b.severity))
    .map((one) => {
      const exception = exceptions.find((each) => each.id === one.id && !isOver(each, now));
      const isSevere = rankOf(one.severity) <= rankOf(least);
      return { ...one, isSevere, isStopping: isSevere && !exception, ...(exception && { exception }) };
    });
}

/** The same in every pipeline: by it GitLab tells what is new. */
export function vulnerabilityKeyOf({ id, packageName, version }: Vulnerability): string {
  return [id, packageName, version].join(' ');
}

/** Its last day belongs to it. */
export function isOver({ until }: ScanException, now: number): boolean {
  return new Date(now).toISOString().slice(0, 10) > until;
}
