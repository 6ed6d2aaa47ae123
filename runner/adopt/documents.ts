import type { DocumentTarget } from './adopt-settings';
import type { WantedVariable } from './wanted-variables';

/**
 * What would be set, as text for a program; the notes are comments in it. No secret is in it: where one belongs, Terraform
 * is asked for it.
 */
export function documentOf(
  target: DocumentTarget,
  wanted: readonly WantedVariable[],
  notes: readonly string[],
): readonly string[] {
  const comments = notes.map((note) => `# ${note}`);
  const where = wanted.every(({ isShowable }) => isShowable) ? '' : inTerraform;
  if (target.kind === 'dotenv')
    return [`# For a POSIX shell${where}: set -a; . ./FILE; set +a`, ...comments, ...dotenvLinesOf(wanted)];
  const commands = wanted.map((one) => glabCommandOf(one, target));
  return [`# For a POSIX shell${where}.`, glabHead, ...comments, ...commands];
}

/** It is asked for the secrets. */
const inTerraform = ' in the folder of the Terraform configuration';

/** A file has no scopes: of several environments, it says where the values of each begin. */
function dotenvLinesOf(wanted: readonly WantedVariable[]): readonly string[] {
  if (new Set(wanted.map(({ name }) => name)).size === wanted.length) return wanted.map(dotenvLineOf);
  const lines = wanted.flatMap((one, at) => [
    ...(one.scope === wanted[at - 1]?.scope ? [] : [`# scope ${one.scope}:`]),
    dotenvLineOf(one),
  ]);
  return [
    '# Several environments: take the scopes of one; a shell that reads all keeps the last values.',
    ...lines,
  ];
}

function dotenvLineOf({ name, value, output, isShowable }: WantedVariable): string {
  return `${name}=${isShowable ? shellTextOf(value) : `"$(${terraformCommandOf(output)})"`}`;
}

const glabHead = '# A variable that exists already needs "update" instead of "set", and no --hidden.';

/** glab takes a value that is not on its command line from its standard input, and trims it (glab's source). */
function glabCommandOf(
  { name, value, output, visibility, isShowable, scope, isToBeProtected }: WantedVariable,
  target: DocumentTarget,
): string {
  const repository = repositoryOf(target);
  const { group } = target;
  const owner =
    group === undefined ? repository && `--repo=${shellTextOf(repository)}` : `--group=${shellTextOf(group)}`;
  const options = [
    isShowable && `--value=${shellTextOf(value)}`,
    '--raw',
    visibility !== 'visible' && '--masked',
    visibility === 'hidden' && '--hidden',
    isToBeProtected && '--protected',
    `--scope=${shellTextOf(scope)}`,
    owner,
  ].filter(Boolean);
  const command = `glab variable set ${name} ${options.join(' ')}`;
  return isShowable ? command : `${terraformCommandOf(output)} | ${command}`;
}

/** glab takes a path or a full address, but no ID (glab docs). */
function repositoryOf({ project, apiUrl }: DocumentTarget): string | undefined {
  if (project === undefined || !project.includes('/')) return undefined;
  return apiUrl === undefined ? project : `${apiUrl.replace(/\/api\/v4$/, '')}/${project}`;
}

/**
 * A text as one word of a POSIX shell, and, as far as that can be, as a quoted value of a dotenv file: `'a b'`, `"it's"`.
 * Single quotes keep everything; only a text with a single quote and something that double quotes change needs both.
 */
export function shellTextOf(text: string): string {
  if (!text.includes("'")) return `'${text}'`;
  return /["$`\\!]/.test(text) ? `'${text.replaceAll("'", "'\\''")}'` : `"${text}"`;
}

/** The value of an output, or of what is at a path in it, for a shell to ask for when it needs it. */
function terraformCommandOf(output = ''): string {
  if (/^[\w-]+$/.test(output)) return `terraform output -raw ${output}`;
  const [name = '', ...keys] = output.split('.');
  const path = keys.map((key) => `[${/^\d+$/.test(key) ? key : JSON.stringify(key)}]`).join('');
  return `terraform output -json ${shellTextOf(name)} | jq -r ${shellTextOf(`.${path}`)}`;
}

/** The command of a run with more options in place of what it chose for the same variables; it changes nothing. */
export function commandAgain(
  argv: readonly string[],
  isPiped: boolean,
): (options: readonly string[]) => string {
  return (options) => {
    const added = options.map((option) => option.split(/ (.*)/s).slice(0, 2));
    const isReplaced = (text = '') => added.some(([, word = '']) => nameIn(word) === nameIn(text));
    const isChoice = (word: string) => word === '--map' || word === '--set';
    const kept = argv.filter((word, at) => {
      if (isChoice(word)) return !isReplaced(argv[at + 1]);
      const text = isChoice(argv[at - 1] ?? '') ? word : /^--(?:map|set)=(.*)/s.exec(word)?.[1];
      return text === undefined ? !/^--apply(?:=|$)/.test(word) : !isReplaced(text);
    });
    const words = [...kept, ...added.flat()].map(shellWordOf);
    return `${isPiped ? 'terraform output -json | ' : ''}ecs-cd ${words.join(' ')}`;
  };
}

/** Without quotes where it needs none. */
export const shellWordOf = (word: string) => (/^[\w@%+=:,./-]+$/.test(word) ? word : shellTextOf(word));

const nameIn = (choice: string) => /^[^=]*/.exec(choice)?.[0];
