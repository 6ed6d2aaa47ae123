import Table from 'cli-table3';
import { rehearse } from './rehearsal';

const interrupter = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupter.abort(signal));

const say = (text: string) => process.stdout.write(`${text}\n`);

rehearse({ say, onOutput: (text) => process.stdout.write(text), signal: interrupter.signal })
  .then((steps) => {
    const table = new Table({
      head: ['step', 'what happened', 's'],
      colAligns: ['left', 'left', 'right'],
      style: { head: [], border: [] },
    });
    for (const { name, seen, seconds } of steps) table.push([name, seen, seconds.toFixed(1)]);
    say(`\n${table.toString()}`);
    say('as intended: the second commit crashed, its job is red (exit 6), and the first one still answers');
  })
  .catch((error: unknown) => {
    say(
      interrupter.signal.aborted ? 'the rehearsal was interrupted' : `the rehearsal failed: ${String(error)}`,
    );
    process.exitCode = interrupter.signal.aborted ? 130 : 1;
  });
