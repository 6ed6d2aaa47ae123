import { inspect } from 'node:util';
import fc from 'fast-check';
import { brokenProperties } from './properties';
import { fuzzCases } from './fuzz-cases';
import type { FuzzCase } from './fuzz-case';
import { runCase } from './run-case';

export interface Search {
  readonly seed: number;
  readonly runs: number;
  /** Of a counterexample that was found before: goes there at once. */
  readonly path?: string;
}

export interface Found {
  /** How many stories were told, the broken one included. */
  readonly runs: number;
  /** Whatever is needed to see it again; undefined where every story kept every property. */
  readonly report?: string;
}

/** Enough to make a story small; each try takes as long as a run. */
const mostShrinks = 250;

/** Tells random stories until one breaks a property, and makes that one as small as it gets. */
export async function search({ seed, runs, path }: Search): Promise<Found> {
  let kind: string | undefined;
  let tries = 0;
  const keepsItsWord = fc.asyncProperty(fuzzCases, async (fuzzCase) => {
    if (kind !== undefined && (tries += 1) > mostShrinks) return;
    const broken = await brokenBy(fuzzCase);
    // While it is made smaller it must not become another one.
    const same = broken.filter((what) => kind === undefined || kindOf(what) === kind);
    if (same[0] === undefined) return;
    kind ??= kindOf(same[0]);
    throw new Error(same.join('\n'));
  });
  const result = await fc.check(keepsItsWord, {
    seed,
    numRuns: runs,
    ...(path === undefined ? {} : { path }),
  });
  const [fuzzCase] = result.counterexample ?? [];
  if (!fuzzCase) return { runs: result.numRuns };
  const found = `seed ${seed}, path ${result.counterexamplePath ?? ''}, run ${result.numRuns}`;
  return { runs: result.numRuns, report: `${found}\n${await reportOf(fuzzCase)}` };
}

/** What a story breaks, run by run. */
export async function brokenBy(fuzzCase: FuzzCase): Promise<string[]> {
  return (await runCase(fuzzCase)).flatMap((told) => brokenProperties(fuzzCase, told));
}

async function reportOf(fuzzCase: FuzzCase): Promise<string> {
  const runs = await runCase(fuzzCase);
  const broken = runs.flatMap((told) => brokenProperties(fuzzCase, told));
  const text = inspect(fuzzCase, {
    depth: null,
    breakLength: 100,
    maxStringLength: null,
    maxArrayLength: null,
  });
  return [
    ...broken.map((what) => `  broken: ${what}`),
    '--- for test/fuzz/regression-cases.ts',
    `{ what: '...', fuzzCase: ${text} },`,
    ...runs.flatMap(({ log }) => ['--- log', log]),
  ].join('\n');
}

/** A property without the numbers and names of one case. */
const kindOf = (what: string) => what.replace(/\b(ecs-svc\/)?\d+(\.\d+)?\b/g, 'N');
