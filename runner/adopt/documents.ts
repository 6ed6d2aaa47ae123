import type { DocumentTarget, Scopes } from '../contract/adopt-settings';
import { type AdoptedVariable, scopeOf } from './adopted-variables';
import { shellTextOf, terraformCommandOf } from './shell-text';

interface Content {
  readonly adopted: readonly AdoptedVariable[];
  readonly scopes: Scopes;
  readonly isProtected: boolean;
  /** What the reader should know, as comments. */
  readonly notes: readonly string[];
}

/** What would be set, as text for a program. No secret is in it: where one belongs, Terraform is asked for it. */
export function documentOf(target: DocumentTarget, content: Content): readonly string[] {
  const notes = content.notes.map((note) => `# ${note}`);
  return target.kind === 'dotenv'
    ? [...dotenvHead, ...notes, ...content.adopted.map(dotenvLineOf)]
    : [...glabHead, ...notes, ...content.adopted.map((one) => glabCommandOf(one, target, content))];
}

const dotenvHead = [
  '# For a POSIX shell, in the folder of the Terraform configuration: set -a; . ./FILE; set +a',
];

function dotenvLineOf({ name, value, output, isShowable }: AdoptedVariable): string {
  return `${name}=${isShowable ? shellTextOf(value) : `"$(${terraformCommandOf(output)})"`}`;
}

const glabHead = [
  '# For a POSIX shell, in the folder of the Terraform configuration. A variable that exists already needs "update"',
  '# instead of "set", and no --hidden.',
];

/** glab takes a value that is not on its command line from its standard input, and trims it (glab's source). */
function glabCommandOf(
  variable: AdoptedVariable,
  target: DocumentTarget,
  { scopes, isProtected }: Content,
): string {
  const { name, value, output, visibility, isShowable } = variable;
  const repository = repositoryOf(target);
  const options = [
    ...(isShowable ? [`--value=${shellTextOf(value)}`] : []),
    '--raw',
    ...(visibility === 'visible' ? [] : ['--masked']),
    ...(visibility === 'hidden' ? ['--hidden'] : []),
    ...(isProtected ? ['--protected'] : []),
    `--scope=${shellTextOf(scopeOf(variable, scopes))}`,
    ...(repository === undefined ? [] : [`--repo=${shellTextOf(repository)}`]),
  ];
  const command = `glab variable set ${name} ${options.join(' ')}`;
  return isShowable ? command : `${terraformCommandOf(output)} | ${command}`;
}

/** glab takes a path or a full address, but no ID (glab docs). */
function repositoryOf({ project, apiUrl }: DocumentTarget): string | undefined {
  if (project === undefined || !project.includes('/')) return undefined;
  return apiUrl === undefined ? project : `${apiUrl.replace(/\/api\/v4$/, '')}/${project}`;
}
