// `npm run fuzz`: many random runs on all processors. ECS_CD_FUZZ_RUNS says how many, ECS_CD_FUZZ_SEED which ones; with
// ECS_CD_FUZZ_PATH, as a report gives it, that one case is told again.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import os from 'node:os';
import { search } from './search';

const chunk = 50;
const { ECS_CD_FUZZ_RUNS = '10000', ECS_CD_FUZZ_PATH, ECS_CD_FUZZ_SEED } = process.env;
const [, , givenSeed, givenRuns] = process.argv;

interface Progress {
  readonly runs: number;
  readonly report?: string;
}

/** One worker: chunk after chunk, each with a seed of its own. */
async function work(seed: number, runs: number): Promise<void> {
  for (let done = 0, index = 0; done < runs; index += 1) {
    const found = await search({ seed: seed + index, runs: Math.min(chunk, runs - done) });
    done += found.runs;
    process.send?.(found);
  }
  process.disconnect();
}

async function workTogether(seed: number, runs: number): Promise<void> {
  const workers = os.availableParallelism();
  // No worker draws the chunks of another one.
  const stride = 1_000_000;
  let done = 0;
  let broken = 0;
  console.log(`${runs} random runs, seed ${seed}, ${workers} workers`);
  const ends = Array.from({ length: workers }, async (_, index) => {
    const share = Math.floor(runs / workers) + (index < runs % workers ? 1 : 0);
    if (share === 0) return;
    const child = fork(__filename, [String(seed + index * stride), String(share)], {
      execArgv: ['-r', 'ts-node/register', '-r', require.resolve('../root-hooks')],
    });
    child.on('message', (progress: Progress) => {
      done += progress.runs;
      if (progress.report !== undefined) {
        broken += 1;
        console.log(`\nBROKEN: ${progress.report}`);
      }
      if (
        progress.report !== undefined ||
        Math.floor(done / 500) > Math.floor((done - progress.runs) / 500)
      ) {
        console.log(`${done} of ${runs} runs, ${broken} broken`);
      }
    });
    const [exitCode] = (await once(child, 'exit')) as [number | null];
    if (exitCode !== 0) throw new Error(`a worker ended with ${exitCode ?? 'a signal'}`);
  });
  await Promise.all(ends);
  console.log(`${done} random runs, ${broken} broken (seed ${seed})`);
  if (broken > 0) process.exitCode = 1;
}

async function main(): Promise<void> {
  if (givenSeed !== undefined) return work(Number(givenSeed), Number(givenRuns));
  const seed =
    ECS_CD_FUZZ_SEED === undefined ? Math.floor(Math.random() * 2 ** 30) : Number(ECS_CD_FUZZ_SEED);
  if (ECS_CD_FUZZ_PATH === undefined) return workTogether(seed, Number(ECS_CD_FUZZ_RUNS));
  const { report } = await search({ seed, runs: 1, path: ECS_CD_FUZZ_PATH });
  console.log(report ?? 'that case keeps every property now');
  if (report !== undefined) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
