import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse, stringify } from 'yaml';
import { type Mapping, mappingOf } from './mapping';
import type { Project } from './git-project';

/** A CI/CD variable of the project: one value, or one for each environment scope (`*` is a wildcard). */
type CiVariable = string | Readonly<Record<string, string>>;

export interface PipelineOptions {
  /** The project's CI/CD variables. As in GitLab, they win over what the jobs set. */
  readonly variables?: Readonly<Record<string, CiVariable>>;
  /** What GitLab itself gives to a job, such as an ID token; wins over everything. */
  readonly predefined?: Readonly<Record<string, string>>;
  /** What GitLab does not give to this pipeline, such as the branch where it is for a tag. */
  readonly unset?: readonly string[];
  /** Environment of the whole run, beside PATH; every job sees it. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface RunOptions extends PipelineOptions {
  /** What the jobs find as `ecs-cd`: a program and its first arguments. */
  readonly runner: readonly string[];
  /** Manual jobs to run with the others. */
  readonly manual?: readonly string[];
  /** Run only these jobs, and nothing that they need. */
  readonly jobs?: readonly string[];
  /** Called with what the pipeline prints, while it prints it. */
  readonly onOutput?: (text: string) => void;
  /** Ends the pipeline and every process in it. */
  readonly signal?: AbortSignal;
}

export interface PipelineResult {
  readonly exitCode: number;
  readonly output: string;
}

export interface ExpandedPipeline extends PipelineResult {
  /** The pipeline with everything included and extended, and the stages; empty when it is refused. */
  readonly expanded: Mapping;
}

/** Where the artifacts of a job lie in the project's folder after a run. */
export function artifactsFolderOf(project: Project, job: string): string {
  const name = job.replace(/[^\w-]+/g, (text) => Buffer.from(text).toString('base64url'));
  return path.join(project.folder, '.gitlab-ci-local/artifacts', name);
}

/** GitLab's JSON schema takes two thirds of the tool's time; schema.test.ts checks it in one process. */
const unchecked = '--json-schema-validation=false';

/** What gitlab-ci-local makes of the project's `.gitlab-ci.yml`. */
export async function expandPipeline(
  project: Project,
  { isChecked = false, ...options }: PipelineOptions & { readonly isChecked?: boolean } = {},
): Promise<ExpandedPipeline> {
  const args = ['--preview', ...(isChecked ? [] : [unchecked])];
  const { stdout, ...result } = await gitlabCiLocal(project, args, options);
  if (result.exitCode !== 0) return { ...result, expanded: {} };
  return { ...result, expanded: mappingOf(parse(stdout), 'preview') };
}

export interface ListedJob {
  readonly name: string;
  readonly stage: string;
  /** `on_success`, `manual`, ... */
  readonly when: string;
}

/** The jobs that the pipeline of an event would have; none when `workflow: rules` make no pipeline of it. */
export async function listJobs(
  project: Project,
  options: PipelineOptions = {},
): Promise<readonly ListedJob[]> {
  const { stdout, exitCode, output } = await gitlabCiLocal(project, ['--list-json', unchecked], options);
  if (exitCode !== 0) throw new Error(output);
  return JSON.parse(stdout) as readonly ListedJob[];
}

/**
 * Runs the jobs of the project's pipeline on this machine, each in a checkout of its own; their images and services are
 * not used. Needs rsync.
 */
export async function runPipeline(project: Project, options: RunOptions): Promise<PipelineResult> {
  const { manual = [], jobs = [] } = options;
  const commands = path.join(project.surroundings, 'bin');
  await mkdir(commands, { recursive: true });
  const wrapper = path.join(commands, 'ecs-cd');
  // The tool leaves CI_PROJECT_DIR at the folder that a container would have, though there is none.
  await writeFile(
    wrapper,
    `#!/bin/sh\nexport CI_PROJECT_DIR="$PWD"\nexec ${options.runner.map(quoted).join(' ')} "$@"\n`,
  );
  await chmod(wrapper, 0o755);
  const { exitCode, output } = await gitlabCiLocal(
    project,
    [
      unchecked,
      '--force-shell-executor',
      '--shell-isolation',
      ...manual.flatMap((job) => ['--manual', job]),
      ...jobs,
    ],
    { ...options, path: `${commands}:${process.env.PATH ?? ''}` },
  );
  return { exitCode: exitCode === 0 && failed.test(output) ? 1 : exitCode, output };
}

/** Of a job; where `allow_failure` lists exit codes, the tool itself ends in 0 after any other one, too (measured). */
const failed = /^ FAIL {2}\S/m;

interface Invocation extends PipelineOptions, Pick<RunOptions, 'onOutput' | 'signal'> {
  readonly path?: string;
}

async function gitlabCiLocal(project: Project, args: readonly string[], invocation: Invocation) {
  const { variables = {}, predefined = {}, unset = [], env = {}, onOutput, signal } = invocation;
  const home = path.join(project.surroundings, 'home');
  await mkdir(home, { recursive: true });
  await writeFile(path.join(project.surroundings, 'variables.yml'), variablesFile(variables), {
    mode: 0o600,
  });
  signal?.throwIfAborted();
  const child = spawn(
    process.execPath,
    [
      require.resolve('gitlab-ci-local'),
      `--home=${home}`,
      '--variables-file=../variables.yml',
      ...Object.entries(predefined).flatMap(([name, value]) => ['--variable', `${name}=${value}`]),
      ...unset.flatMap((name) => ['--unset-variable', name]),
      // One list: given twice, the option breaks the tool.
      `--ignore-predefined-vars=${Object.keys(predefined).join(',')}`,
      ...args,
    ],
    {
      cwd: project.folder,
      // A group of its own, so that an end reaches the jobs too.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: invocation.path ?? process.env.PATH, HOME: home, LANG: 'C.UTF-8', ...project.env, ...env },
    },
  );
  const output: string[] = [];
  const stdout: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => stdout.push(text));
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output.push(text);
      onOutput?.(text);
    });
  }
  const end = () => signalGroup(child.pid, 'SIGTERM');
  signal?.addEventListener('abort', end);
  const [code] = (await once(child, 'close')) as [number | null];
  signal?.removeEventListener('abort', end);
  if (signal?.aborted) await groupEnd(child.pid);
  return { exitCode: code ?? 1, output: output.join(''), stdout: stdout.join('') };
}

/** The long form for every variable: a plain value that begins with a slash would be read as a file's name. */
function variablesFile(variables: Readonly<Record<string, CiVariable>>): string {
  return stringify(
    Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [
        name,
        { type: 'variable', values: typeof value === 'string' ? { '*': value } : value },
      ]),
    ),
  );
}

function quoted(argument: string): string {
  return `'${argument.replaceAll("'", String.raw`'\''`)}'`;
}

const graceSeconds = 8;

/** Waits for the last process of the group, a little; then kills what is left. */
async function groupEnd(leader: number | undefined): Promise<void> {
  for (let waited = 0; waited < graceSeconds * 10; waited += 1) {
    if (!signalGroup(leader, 0)) return;
    await sleep(100);
  }
  signalGroup(leader, 'SIGKILL');
}

function signalGroup(leader: number | undefined, signal: NodeJS.Signals | 0): boolean {
  if (leader === undefined) return false;
  try {
    return process.kill(-leader, signal);
  } catch {
    return false;
  }
}
