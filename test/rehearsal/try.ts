import yargs from 'yargs';
import { outcomesOf, tryDeployment, type Trial } from './trial';

/** `npm run try -- --outcome crash`: the log of a deployment to a simulated AWS. */
const { outcome } = yargs(process.argv.slice(2))
  .scriptName('npm run try --')
  .option('outcome', {
    choices: Object.keys(outcomesOf('')) as Trial['outcome'][],
    default: 'healthy' as const,
    requiresArg: true,
    describe: 'What becomes of the new tasks',
  })
  .version(false)
  .strict()
  .parseSync();

void tryDeployment({ outcome, env: process.env, onLog: (text) => process.stdout.write(text) }).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
);
