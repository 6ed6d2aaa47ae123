import Table from 'cli-table3';
import yargs from 'yargs';
import { canary } from './canary-pipeline';
import { crash } from './crash';
import { rehearse } from './rehearsal';

const rehearsals = { crash, canary };

/** `npm run rehearse -- canary`: the whole pipeline on this machine. */
const { what } = yargs(process.argv.slice(2))
  .scriptName('npm run rehearse --')
  .command('$0 [what]', 'The whole pipeline on this machine', (command) =>
    command.positional('what', {
      choices: Object.keys(rehearsals) as (keyof typeof rehearsals)[],
      default: 'crash' as const,
      describe: 'What becomes of the last commit',
    }),
  )
  .version(false)
  .strict()
  .parseSync() as { readonly what?: keyof typeof rehearsals };
const rehearsal = rehearsals[what ?? 'crash'];

const interrupter = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupter.abort(signal));

const say = (text: string) => process.stdout.write(`${text}\n`);

rehearse(rehearsal, { say, onOutput: (text) => process.stdout.write(text), signal: interrupter.signal })
  .then((steps) => {
    const table = new Table({
      head: ['step', 'what happened', 's'],
      colAligns: ['left', 'left', 'right'],
      style: { head: [], border: [] },
    });
    for (const { name, seen, seconds } of steps) table.push([name, seen, seconds.toFixed(1)]);
    say(`\n${table.toString()}`);
    say(`as intended: ${rehearsal.asIntended}`);
  })
  .catch((error: unknown) => {
    say(
      interrupter.signal.aborted ? 'the rehearsal was interrupted' : `the rehearsal failed: ${String(error)}`,
    );
    process.exitCode = interrupter.signal.aborted ? 130 : 1;
  });
