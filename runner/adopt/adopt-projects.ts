import { EcsCdError, type Problem } from '../errors';
import type { JobLog } from '../log/job-log';
import { didYouMean } from '../names/did-you-mean';
import { errorReportOf, exitCodeOf, styleOf } from '../report/verdict-report';
import type { ProjectFiles } from '../settings/checks/build-context';
import { shown } from '../settings/checks/check';
import { pathIn } from '../settings/checks/checks';
import { type Inputs, invalidUsage, required, settingsOf, subjectOf, textsOf } from '../settings/fields';
import { variables } from '../settings/variables/variables';
import type { Outcome } from '../verdict/outcome';
import { type Clash, clashesIn } from './adopt-settings';
import { isObject } from './terraform/terraform-output';

type ProjectInputs = Inputs & { readonly files: ProjectFiles };
type Adopted = Pick<Outcome, 'verdict' | 'happened'> & { readonly project: string };
type Mapping = Readonly<Record<string, unknown>>;

/** Every project of a file, each with its own options; what is wrong with one stops none of the others. */
export async function adoptProjects(
  input: ProjectInputs,
  { interruption }: { readonly interruption: AbortSignal },
  log: JobLog,
  adoptOne: (input: ProjectInputs, log: JobLog) => Promise<Outcome | undefined>,
): Promise<Outcome> {
  const listed = Object.entries(projectsOf(input));
  const done: Adopted[] = [];
  for (const [project, options] of listed) {
    if (interruption.aborted) break;
    const flags = Object.entries(options ?? {}).map(([name, value]) => [name, flagOf(value)] as const);
    const own = { ...input, flags: { ...input.flags, ...Object.fromEntries(flags), project } };
    const ownLog = log.labelled(`${project}  `);
    log.document([`${project}:`]);
    const outcome = await adoptOne(own, ownLog).catch((error: unknown) => {
      if (!(error instanceof EcsCdError)) throw error;
      const lines = errorReportOf(error, exitCodeOf(error.verdict, interruption.reason), []);
      ownLog.report(lines, { isError: true, styleOf: styleOf(error.verdict) });
      return { verdict: error.verdict, happened: error.message };
    });
    if (outcome) done.push({ ...outcome, project });
  }
  log.document(['', ...tableOf(done)]);
  return outcomeOf(done, listed.length);
}

/** What belongs to the run and not to one of its projects. */
const ofRun = ['project', 'projects', 'group', 'apply', 'write', 'format', 'gitlab-url'];
const known = variables.flatMap(({ flag, commands }) =>
  flag !== undefined && commands.includes('adopt') && !ofRun.includes(flag) ? flag : [],
);

/** `GROUP/PROJECT: { OPTION: VALUE }`. */
function projectsOf(input: ProjectInputs): Readonly<Record<string, Mapping | null>> {
  const { file } = settingsOf(input, { file: required(input, 'ECS_CD_PROJECTS', pathIn(input.files.root)) });
  const problems = [...clashesIn(input, clashes)];
  const {
    content,
    wrong = `${file} holds no projects in YAML`,
    fix = `write a line for each, such as shop/web: { from-service: staging/web }; there are the options ${known.join(', ')}`,
  } = readProjects(input.files, file);
  const isList = isObject(content) && Object.keys(content).length > 0;
  if (!isList) problems.push({ subject: subjectOf(input, 'ECS_CD_PROJECTS'), message: wrong, fix });
  const projects = isList ? content : {};
  const usual = textsOf(input, 'ECS_CD_TERRAFORM_OUTPUT').texts;
  for (const [subject, options] of Object.entries(projects))
    problems.push(...problemsOf(subject, options ?? {}, usual));
  problems.push(...twiceIn(Object.keys(projects)));
  if (problems.length > 0) throw invalidUsage(problems, input);
  return projects as Readonly<Record<string, Mapping | null>>;
}

const clashes = (
  ['ECS_CD_PROJECT', 'ECS_CD_GROUP', 'ECS_CD_FROM_SERVICE', 'ECS_CD_WRITE', 'ECS_CD_FORMAT'] as const
).map((name): Clash => [name, 'ECS_CD_PROJECTS', 'each project is in the file, with its options']);
const ofOptions = `write options for each: ${known.join(', ')}`;

/** GitLab looks paths up without regard to case (GitLab docs). */
function twiceIn(projects: readonly string[]): readonly Problem[] {
  return projects.flatMap((subject, at) => {
    const same = projects.slice(0, at).find((one) => one.toLowerCase() === subject.toLowerCase());
    const message = `is ${same}: GitLab does not tell capital letters from small ones`;
    return same === undefined ? [] : [{ subject, message, fix: 'keep one of them' }];
  });
}

function problemsOf(subject: string, options: unknown, usual: readonly string[]): readonly Problem[] {
  if (!isObject(options))
    return [{ subject, message: `${shown(JSON.stringify(options))} is no mapping`, fix: ofOptions }];
  const sources = [options['terraform-output'] ?? usual].map(flagOf).flat();
  const isLost = sources.length === 0 && options['from-service'] === undefined;
  const isFromStdin = sources.some((source) => /(?:^|=)-$/.test(String(source)));
  const message = isLost ? 'names no service and no outputs' : 'reads stdin, which ends after one project';
  const fix = 'write from-service: CLUSTER/SERVICE, or terraform-output: FILE';
  const ofSources = isLost || isFromStdin ? [{ subject, message, fix }] : [];
  const ofEach = Object.entries(options).flatMap(([name, value]): Problem | never[] => {
    if (!known.includes(name))
      return { subject, message: `has no option ${name}${didYouMean(name, known)}`, fix: ofOptions };
    const parts: readonly unknown[] = Object.values(Object(value) as Mapping);
    if (typeof value === 'string' || !parts.some((part) => typeof part === 'object' && part !== null))
      return [];
    const nested = `${name}: ${shown(JSON.stringify(value))} is nested`;
    return { subject, message: nested, fix: 'write a text, a list of texts, or a mapping to texts' };
  });
  return [...ofSources, ...ofEach];
}

function readProjects(
  files: ProjectFiles,
  file: string,
): { content?: unknown; wrong?: string; fix?: string } {
  const text = files.textOf(file);
  if (text === undefined) {
    const wrong = `${file} ${files.at(file).kind === 'nothing' ? 'does not exist' : 'cannot be read'}`;
    return { wrong, fix: 'name the YAML file that lists the projects' };
  }
  const { parse } = require('yaml') as typeof import('yaml');
  try {
    // Hundreds of projects have much in common.
    return { content: parse(text, { maxAliasCount: -1, merge: true, logLevel: 'error' }) as unknown };
  } catch (error) {
    const [where = ''] = (error as Error).message.split(/:?\n/);
    return { wrong: `${file} is not valid YAML: ${where}`, fix: 'correct it there' };
  }
}

/** A list is an option several times, and so is a mapping, of `KEY=VALUE`. Nothing behind a key is an empty text in YAML. */
function flagOf(value: unknown): unknown {
  const textOfOne = (one: unknown) => String((one as string | number | boolean | null) ?? '');
  if (isObject(value)) return Object.entries(value).map(([key, each]) => `${key}=${textOfOne(each)}`);
  return Array.isArray(value) ? value.map(textOfOne) : textOfOne(value);
}

const isWell = ({ verdict }: Adopted) => verdict === 'succeeded' || verdict === 'changes';

/** A row for each, those at the end that somebody has to look after. */
function tableOf(all: readonly Adopted[]): readonly string[] {
  const width = Math.max(...all.map(({ project }) => project.length));
  return all
    .toSorted((a, b) => Number(isWell(b)) - Number(isWell(a)))
    .map(({ project, verdict, happened }) => `${project.padEnd(width)}  ${verdict.padEnd(15)}  ${happened}`);
}

/** One project that is not well makes the run so; where they are unwell in several ways, somebody has to look. */
function outcomeOf(all: readonly Adopted[], listed: number): Outcome {
  const unwell = all.filter((one) => !isWell(one));
  const verdicts = new Set(unwell.map(({ verdict }) => verdict));
  const isCompared = all.some(({ verdict }) => verdict === 'changes');
  const [verdict = isCompared ? 'changes' : 'succeeded', ...others] = verdicts;
  // One that the run has not got to has not what it needs.
  const isCutShort = all.length < listed || verdicts.has('cancelled');
  const seen = unwell.length > 0 ? `see ${unwell.map(({ project }) => project).join(', ')} above; then ` : '';
  const again = `${seen}run it again: what is set already is left alone`;
  const fix = isCutShort || unwell.length > 0 ? again : isCompared ? 'pass --apply' : undefined;
  return {
    verdict: isCutShort ? 'cancelled' : others.length > 0 ? 'needs-attention' : verdict,
    happened: `${all.length - unwell.length} of ${listed} projects ${isCompared ? 'were compared' : 'have what they need'}`,
    findings: [],
    ...(fix && { fix }),
  };
}
