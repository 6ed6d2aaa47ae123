import Table from 'cli-table3';
import type { Stagehand } from './rehearsal';
import type { Step } from './story';

/** Plays it in this process, and prints what came of it; `moral` is the last line where all went as it should. */
export function perform(play: (stagehand: Stagehand) => Promise<readonly Step[]>, moral: string): void {
  const interrupter = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupter.abort(signal));
  const say = (text: string) => process.stdout.write(`${text}\n`);

  play({ say, onOutput: (text) => process.stdout.write(text), signal: interrupter.signal })
    .then((steps) => {
      const table = new Table({
        head: ['step', 'what happened', 's'],
        colAligns: ['left', 'left', 'right'],
        style: { head: [], border: [] },
      });
      for (const { name, seen, seconds } of steps) table.push([name, seen, seconds.toFixed(1)]);
      say(`\n${table.toString()}`);
      say(moral);
    })
    .catch((error: unknown) => {
      const { aborted } = interrupter.signal;
      say(aborted ? 'the rehearsal was interrupted' : `the rehearsal failed: ${String(error)}`);
      process.exitCode = aborted ? 130 : 1;
    });
}
