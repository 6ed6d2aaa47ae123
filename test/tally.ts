/** How many tests went how. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The line for whoever reads the counts by program. */
export function tallyLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** The counts of a test run by its output, in which they are on a line alone; undefined when it never got there. */
export function countsIn(output: string): Counts | undefined {
  const line = [...output.matchAll(/^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/gm)].at(-1);
  if (!line) return undefined;
  const [, passed, failed, skipped = '0'] = line as readonly (string | undefined)[];
  return { passed: Number(passed), failed: Number(failed), skipped: Number(skipped) };
}

export function sumOf(all: readonly Counts[]): Counts {
  return all.reduce(
    (sum, each) => ({
      passed: sum.passed + each.passed,
      failed: sum.failed + each.failed,
      skipped: sum.skipped + each.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}
