import { readFileSync } from 'node:fs';
import path from 'node:path';
import { run, type Finished } from '../../../runner/subprocess';
import type { DockerAddress } from '../../engine/docker';
import { template } from '../downstream';
import { listOf, mappingOf, type Mapping } from '../mapping';
import { pipelineOf } from '../renderer';

export const exampleOf = (name: string): string =>
  readFileSync(path.join(__dirname, '../examples', `${name}.yml`), 'utf8');

/** A job of one of the examples, as GitLab hands it to its runner. */
export const exampleJob = (example: string, job: string): Mapping =>
  mappingOf(pipelineOf(exampleOf(example), () => template)[job], job);

export interface JobRun {
  readonly job: Mapping;
  readonly engine: DockerAddress;
  /** In place of the image that the job names, which is in a registry that does not exist. */
  readonly image: string;
  readonly projectDir: string;
  /** CI/CD variables of the project; they win over those of the job. */
  readonly variables: Readonly<Record<string, string>>;
  /** What the GitLab runner's `config.toml` adds: volumes, hosts. */
  readonly options?: readonly string[];
}

/** The variables of a job, those of the project and GitLab's own, with one filled in where the job refers to it. */
export function jobVariables({ job, projectDir, variables }: Omit<JobRun, 'engine' | 'image'>) {
  const predefined = { CI: 'true', CI_PROJECT_DIR: projectDir, CI_COMMIT_SHA: 'd4'.repeat(20) };
  const own = mappingOf(job['variables'] ?? {}, 'variables') as Record<string, string>;
  const all: Readonly<Record<string, string>> = { ...own, ...predefined, ...variables };
  return Object.fromEntries(
    Object.entries(all).map(([name, value]) => [
      name,
      value.replace(/\$\{?(\w+)\}?/g, (_, other: string) => all[other] ?? ''),
    ]),
  );
}

export const scriptOf = (job: Mapping): string =>
  ['set -e', ...listOf(job['before_script']), ...listOf(job['script'])].join('\n');

/** Runs a job's script in its image as GitLab's Docker executor does: no entrypoint, a shell, a project that all may write. */
export async function runJobInContainer(jobRun: JobRun): Promise<Finished> {
  const { job, engine, image, projectDir, options = [] } = jobRun;
  const { entrypoint, docker = {} } = mappingOf(job['image'], 'image');
  const { user } = mappingOf(docker, 'image:docker');
  const variables = Object.entries(jobVariables(jobRun)).flatMap(([name, value]) => [
    '--env',
    `${name}=${value}`,
  ]);
  const args = [
    ...['run', '--rm', '--network', 'host', '--volume', `${projectDir}:${projectDir}`],
    ...(typeof user === 'string' ? ['--user', user] : []),
    ...['--entrypoint', String(listOf(entrypoint)[0])],
    ...['--workdir', projectDir, ...variables, ...options],
    ...[image, 'sh', '-c', scriptOf(job)],
  ];
  return run({ command: engine.command, args, env: { ...process.env, ...engine.env } });
}
