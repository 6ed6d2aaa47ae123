// `npm test`: every test file once, in lanes that run side by side, because a third of them mostly waits for engines and
// other programs. Each lane is a mocha of its own: what one test leaves behind can only hurt its own lane.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { countsIn, sumOf, tallyLine } from './tally';

interface Lane {
  readonly name: string;
  readonly files: RegExp;
  /** Raised for what only computes, so that programs with a deadline get the processor first. */
  readonly niceness: number;
}

const lanes: readonly Lane[] = [
  // Real time, of which most is spent waiting.
  { name: 'scenarios', files: /^test\/ci\/scenarios/, niceness: 5 },
  // One lane for all that needs a container engine: one daemon is started, and its cgroups are not taken away too soon.
  {
    name: 'programs',
    files:
      /^test\/(ci\/|engine\/|pipeline\/|runner-image\/|docs\/examples|image\/real-engines|simulator\/serve|main|bundle)/,
    niceness: 0,
  },
  { name: 'fuzz', files: /^test\/fuzz\//, niceness: 5 },
  { name: 'model', files: /./, niceness: 5 },
];
/** Shown while it runs; the others when they have ended. */
const shownLive = 'model';

const root = path.resolve(__dirname, '..');
const files = readdirSync(path.join(root, 'test'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => path.posix.join('test', ...file.split(path.sep)))
  .toSorted();
const laneOf = (file: string) => lanes.find((lane) => lane.files.test(file));

interface Ended {
  readonly exitCode: number;
  readonly output: string;
}

const running = new Set<ReturnType<typeof spawn>>();

async function run(lane: Lane): Promise<Ended> {
  const child = spawn(
    process.execPath,
    [
      path.join(root, 'node_modules/mocha/bin/mocha.js'),
      ...files.filter((file) => laneOf(file) === lane),
      ...(process.stdout.isTTY ? ['--color'] : []),
    ],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  running.add(child);
  if (child.pid !== undefined) os.setPriority(child.pid, lane.niceness);
  let output = '';
  for (const [stream, to] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ] as const) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (lane.name === shownLive) to.write(text);
    });
  }
  const [code] = (await once(child, 'close')) as [number | null];
  running.delete(child);
  return { exitCode: code ?? 1, output };
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    process.exitCode = 1;
    for (const child of running) child.kill(signal);
  });
}

async function runAll(): Promise<void> {
  const inUse = lanes.filter((lane) => files.some((file) => laneOf(file) === lane));
  const ends = inUse.map(async (lane) => ({ lane, ...(await run(lane)) }));
  const live = ends[inUse.findIndex(({ name }) => name === shownLive)];
  const counts = await Promise.all(
    ends.map(async (end) => {
      await live;
      const { lane, exitCode, output } = await end;
      if (lane.name !== shownLive) process.stdout.write(output);
      const counted = countsIn(output);
      if (!counted) console.error(`the lane ${lane.name} ended with ${exitCode} and without counts`);
      if (!counted || exitCode !== 0) process.exitCode = 1;
      // Without counts, or in trouble beside its tests: a failure of its own.
      const unseen = counted?.failed === 0 && exitCode !== 0;
      return { ...(counted ?? { passed: 0, failed: 1, skipped: 0 }), ...(unseen ? { failed: 1 } : {}) };
    }),
  );
  console.log(tallyLine(sumOf(counts)));
}

void runAll();
