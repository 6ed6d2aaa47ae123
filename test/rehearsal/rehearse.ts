import yargs from 'yargs';
import { canary } from './canary/canary-pipeline';
import { crash } from './crash';
import { perform } from './perform';
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

perform((stagehand) => rehearse(rehearsal, stagehand), `as intended: ${rehearsal.asIntended}`);
