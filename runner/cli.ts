import yargs, { type Argv, type Options } from 'yargs';
import { shown } from './settings/checks/check';
import { looksSecret } from './settings/checks/secret-checks';
import { didYouMean } from './names/did-you-mean';
import { projectFiles } from './settings/project-folder';
import { debugTraceWarningOf, gitlabJobOf } from './settings/variables/gitlab-job';
import { misreadIn, strangeNamesWarningsOf } from './settings/variables/known-names';
import { secretValuesOf } from './settings/secret-values';
import type { Command } from './settings/variables/variable';
import { variableOf, variables } from './settings/variables/variables';
import { EcsCdError, verdictOf } from './errors';
import { jobLog, type JobLog } from './log/job-log';
import { commandNames, commands, printing, reported } from './commands/commands';
import { type CommandInputs, writeVerdict } from './commands/dotenv-report';
import { errorReportOf, exitCodeOf, styleOf } from './report/verdict-report';
import type { Host } from './host';

/** Read where it is: the bundle carries a copy. */
const { version } = require('../package.json') as { readonly version: string };

/** The whole program. Answers the exit code; writes nothing but through the host. `onLog` gets the log at once. */
export async function runCli(host: Host, onLog?: (log: JobLog) => void): Promise<number> {
  const log = logOf(host);
  onLog?.(log);
  const warning = debugTraceWarningOf(host.env);
  if (warning !== undefined) log.warning(warning);
  const report = reportOf(host, log);
  try {
    const asked = await askedFor(host.argv);
    if ('output' in asked) {
      log.document(asked.output.split('\n'));
      return 0;
    }
    log.line(`ecs-cd ${version} ${asked.command}`);
    const { env, cwd } = host;
    for (const warning of strangeNamesWarningsOf(env)) log.reminder(warning);
    const files = projectFiles(gitlabJobOf(env, cwd).projectDir);
    await report?.begin();
    const run = commands[asked.command].load();
    const verdict = await run({ ...asked, env, cwd, files }, { ...host, report }, log);
    return exitCodeOf(verdict, host.interruption.reason);
  } catch (error) {
    const verdict = verdictOf(error);
    const command = commandOf(host.argv);
    // A command that hands on outputs says its verdict in the dotenv also when it was refused.
    const isOnRecord = command && variableOf('ECS_CD_DOTENV').commands.includes(command);
    if (verdict === 'invalid-usage' && isOnRecord) await writeVerdict(host, verdict);
    await report?.write({ error });
    const exitCode = exitCodeOf(verdict, host.interruption.reason);
    log.report(errorReportOf(error, exitCode, log.reminders), { isError: true, styleOf: styleOf(verdict) });
    return exitCode;
  }
}

function reportOf(host: Host, log: JobLog) {
  const command = commandOf(host.argv);
  if (command === undefined || !reported.includes(command)) return undefined;
  const { runRecordOf } = require('./commands/run-report') as typeof import('./commands/run-report');
  return runRecordOf({ command, tool: `ecs-cd ${version}` }, host, log);
}

function commandOf([name]: readonly string[]): Command | undefined {
  return commandNames.find((command) => command === name);
}

function logOf({ argv, stdout, stderr, clock, env, cwd }: Host): JobLog {
  const { inGitlab } = gitlabJobOf(env, cwd);
  const command = commandOf(argv);
  const lines = command && printing.includes(command) ? stderr : stdout;
  const isTerminal = lines.isTTY === true;
  return jobLog({
    stdout,
    lines,
    stderr,
    clock,
    colours: !env['NO_COLOR'] && (inGitlab || isTerminal),
    width: isTerminal && !inGitlab ? lines.columns : undefined,
    sections: inGitlab,
    secrets: secretValuesOf(env),
  });
}

const masked = (word: string) => (looksSecret(word) ? '***' : word);
const wordsIn = (parsed: unknown) => (Array.isArray(parsed) ? parsed.map(String) : []).map(masked);

type Asked =
  | ({ readonly command: Command } & Required<Pick<CommandInputs, 'flags' | 'misread'>>)
  | { readonly output: string };

async function askedFor(argv: readonly string[]): Promise<Asked> {
  let output = '';
  let command: Command | undefined;
  // Where it is known, it is parsed alone: yargs renders the help of a command that it finds itself, which takes 10 ms (measured).
  const known = argv.includes('--help') ? undefined : commandOf(argv);
  const parser = parserOf(argv, known, (name) => {
    command = name;
  });
  const ofParser = argv.map((word) => word.replace(/=.*/s, '')).find(isOfParser);
  if (ofParser !== undefined) throw misunderstood(['-'], `unknown option ${shown(ofParser)}`);
  const written = withDashes(argv).slice(known ? 1 : 0);
  const parsed = await parser.parseAsync(written, {}, (_error, _argv, text) => {
    output = text;
  });
  const flags = asWritten(parsed, written);
  if (output !== '') return { output };
  if (command === undefined) throw misunderstood(argv, 'no command is named');
  const words = [...wordsIn(flags['_']).slice(known ? 0 : 1), ...wordsIn(flags['--'])];
  return { command, misread: misreadIn(command, flags, words), flags: { ...flags, ...switchesIn(written) } };
}

/**
 * What yargs takes for rules of its own: names that every object has. And its own options behind one dash, with which a job
 * that names a value (`-version v2`) would do nothing, and be green.
 */
const isOfParser = (option: string) =>
  /^-(?:help|version)$/.test(option) || (/^--?/.test(option) && option.replace(/^--?/, '') in {});

/** A dash alone (stdin) or with a number (`-5m`) is the value of the option in front, which the parser takes for another one. */
function withDashes(argv: readonly string[]): readonly string[] {
  return argv.flatMap((word, at) => {
    const isValue = (index: number) =>
      /^-(?:\d.*)?$/.test(argv[index] ?? '') && /^--[^=]+$/.test(argv[index - 1] ?? '');
    return isValue(at) ? [] : isValue(at + 1) ? `${word}=${argv[at + 1]}` : word;
  });
}

/** The same flags; one that is written with one dash, for which the parser takes it, keeps that in its name. */
function asWritten(flags: Flags, argv: readonly string[]): Flags {
  const single = argv.flatMap((word) => /^-(\w[^=]+)/.exec(word)?.[1] ?? []);
  return Object.fromEntries(
    Object.entries(flags).map(([name, value]) => [single.includes(name) ? masked(`-${name}`) : name, value]),
  );
}

type Flags = Readonly<Record<string, unknown>>;

function parserOf(
  argv: readonly string[],
  known: Command | undefined,
  onCommand: (name: Command) => void,
): Argv {
  const parser = yargs()
    .scriptName('ecs-cd')
    .usage(
      '$0 <command>\n\nShips a container from GitLab CI/CD to Amazon ECS and follows it to a true verdict.',
    )
    .epilogue(aboutOptions)
    .locale('en')
    .wrap(100)
    .version(version)
    .parserConfiguration({
      'camel-case-expansion': false,
      'boolean-negation': false,
      'dot-notation': false,
      'populate--': true,
      'short-option-groups': false,
    })
    .exitProcess(false)
    .fail((message: string | null, error: Error | undefined) => {
      if (error && error.name !== 'YError') throw error;
      throw misunderstood(argv, message ?? error?.message ?? 'not understood');
    });
  // Behind a command it would be a green job that has done nothing.
  if (commandOf(argv) !== undefined) parser.version(false);
  for (const name of known ? [known] : commandNames) {
    const { description } = commands[name];
    const withOptions = (each: Argv) =>
      each
        .options(optionsOf(name, known && argv))
        .usage(`$0 ${name}\n\n${description}`)
        .epilogue(`${aboutOptions}${withoutOption(name)}`);
    parser.command(known ? '$0' : name, description, withOptions, () => onCommand(name));
  }
  return parser;
}

/** As they are written: of any word behind "=" that is not "true" the parser makes false, and of two switches the last. */
function switchesIn(argv: readonly string[]): Flags {
  const written = variables.flatMap(({ flag = '', type }) => {
    if (type !== 'boolean') return [];
    const words = argv.filter((word) => isIn([word], flag));
    if (words.length > 1) return [[flag, words]];
    return words.filter((word) => word.includes('=')).map((word) => [flag, word.slice(flag.length + 3)]);
  });
  return Object.fromEntries(written) as Flags;
}

function misunderstood([first = '-']: readonly string[], message: string): EcsCdError {
  const unknown = `unknown command ${shown(masked(first))}${didYouMean(first, commandNames)}`;
  return new EcsCdError('invalid-usage', first.startsWith('-') ? message : unknown, {
    fix: `name a command: ${commandNames.join(', ').replace(/, ([^,]+)$/, ' or $1')}`,
  });
}

const rowsOf = (command: Command) => variables.filter(({ commands: users }) => users.includes(command));

const aboutOptions = 'The variable of each option is in brackets; an option beats its variable.';

function withoutOption(command: Command): string {
  const rows = rowsOf(command).filter(({ flag }) => flag === undefined);
  const lines = rows.map(({ name, description }) => `\n  ${name}: ${description}`).join('');
  return lines === '' ? '' : `\n\nVariables without an option:${lines}`;
}

const isIn = (argv: readonly string[], flag: string | undefined) =>
  flag !== undefined && argv.some((word) => word.replace(/=.*/s, '') === `--${flag}`);

/** Of the rows of the table, or of those that are given: each costs yargs time. A default stays out, or it would beat the variable. */
function optionsOf(command: Command, argv: readonly string[] | undefined): Record<string, Options> {
  const rows = rowsOf(command).filter(({ flag }) => flag !== undefined && (!argv || isIn(argv, flag)));
  return Object.fromEntries(
    rows.map(({ name, flag = name, type, description, default: usual, ...more }): [string, Options] => {
      const isRequired = more.required && !more.optionalFor?.includes(command);
      const note = usual === undefined ? (isRequired ? ', required' : '') : `, default ${usual}`;
      return [flag, { type, describe: `${description} [${name}${note}]` }];
    }),
  );
}
