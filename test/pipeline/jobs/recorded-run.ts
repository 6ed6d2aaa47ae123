import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { downstreamWith, template } from '../downstream';
import { createProject, type Project } from '../git-project';
import { type PipelineResult, runPipeline, type RunOptions } from '../gitlab-ci-local';

/** One call of `ecs-cd` in a job. */
export interface Call {
  readonly job: string;
  readonly pid: number;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Stands in for the runner: writes down how it was called, leaves outputs, ends as CALLS_EXIT says; never below 0. */
const recorder = `
const fs = require('node:fs');
const { CALLS, CALLS_EXIT = '{}', CI_JOB_NAME } = process.env;
const call = { job: CI_JOB_NAME, pid: process.pid, args: process.argv.slice(2), cwd: process.cwd(), env: process.env };
const started = fs.readdirSync(CALLS).length;
fs.writeFileSync(CALLS + '/' + started + '-' + process.pid + '.json', JSON.stringify(call));
fs.writeFileSync(process.env.CI_PROJECT_DIR + '/ecs-cd.env', 'ECS_CD_FROM_' + call.args[0].toUpperCase() + '=' + CI_JOB_NAME + '\\n');
console.log('ecs-cd ' + call.args.join(' ') + ' was called');
const exitCode = JSON.parse(CALLS_EXIT)[CI_JOB_NAME] ?? 0;
if (exitCode < 0) setInterval(() => {}, 1000);
else process.exitCode = exitCode;
`;

export interface Run extends PipelineResult {
  readonly project: Project;
  readonly calls: readonly Call[];
}

/** Runs the pipeline of a project that includes the template, with a recorder in place of the runner. */
export async function recordedRun(
  configuration: Parameters<typeof downstreamWith>[0],
  { exitCodes = {}, ...options }: Omit<RunOptions, 'runner'> & { exitCodes?: Record<string, number> } = {},
): Promise<Run> {
  const include = { local: '/templates/deploy.yml' };
  // The services of a job are started even where its image is not used.
  const inputs = { docker_service: 'none', ...configuration.inputs };
  const project = await createProject({
    '.gitlab-ci.yml': downstreamWith({ include, ...configuration, inputs }),
    'templates/deploy.yml': template,
  });
  const folder = path.join(project.surroundings, 'calls');
  const program = path.join(project.surroundings, 'recorder.cjs');
  await mkdir(folder);
  await writeFile(program, recorder);
  const result = await runPipeline(project, {
    ...options,
    runner: [process.execPath, program],
    env: { ...options.env, CALLS: folder, CALLS_EXIT: JSON.stringify(exitCodes) },
  });
  const files = (await readdir(folder)).toSorted((a, b) => parseInt(a) - parseInt(b));
  const calls = files.map(
    async (file) => JSON.parse(await readFile(path.join(folder, file), 'utf8')) as Call,
  );
  return { ...result, project, calls: await Promise.all(calls) };
}

export function callOf({ calls, output }: Run, job: string): Call {
  const call = calls.find((each) => each.job === job);
  if (!call) throw new Error(`${job} did not call ecs-cd:\n${output}`);
  return call;
}
