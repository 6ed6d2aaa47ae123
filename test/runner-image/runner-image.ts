import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run, type Finished } from '../../runner/subprocess';
import { docker, tryDocker, withLogin, type DockerAddress } from '../engine/docker';
import type { Simulator } from '../simulator/simulator';
import { makeBuildContext, provideBaseImages, type BaseImages } from './base-images';

export interface RunnerImage {
  readonly name: string;
  readonly bases: BaseImages;
  /** Builds it again from other base images. */
  rebuild(bases: Readonly<Record<string, string>>): Promise<Finished>;
  remove(): Promise<void>;
}

export const pipelineVariables = {
  CI_COMMIT_SHA: 'c3'.repeat(20),
  CI_COMMIT_TIMESTAMP: '2026-01-02T03:04:05+00:00',
  CI_PROJECT_URL: 'https://gitlab.example.com/platform/ecs-cd',
};

/** Builds the runner image as the pipeline does, on base images that are made on the spot. */
export async function buildRunnerImage(engine: DockerAddress, aws: Simulator): Promise<RunnerImage> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ecs-cd-runner-image-'));
  const bundle = path.join(folder, 'bundle.cjs');
  const bundled = await run({
    command: 'npm',
    args: ['run', '--silent', 'bundle', '--', `--outfile=${bundle}`],
    env: process.env,
    cwd: path.resolve(__dirname, '../..'),
  });
  if (bundled.exitCode !== 0) throw new Error(bundled.stderr);
  await makeBuildContext(folder, bundle);
  const bases = await provideBaseImages(aws);
  const name = `ecs-cd-runner:${path.basename(folder).toLowerCase()}`;

  async function build(from: Readonly<Record<string, string>>, tag: string): Promise<Finished> {
    const file = path.join(folder, 'runner/base-images.json');
    await writeFile(file, `${JSON.stringify(from, null, 2)}\n`);
    return withLogin(aws.registry, aws.world.registryPassword(), (DOCKER_CONFIG) =>
      run({
        command: path.join(folder, '.ci/build-image'),
        args: ['--tag', tag, '--force-rm'],
        env: { ...process.env, ...engine.env, ...pipelineVariables, DOCKER_CONFIG },
      }),
    );
  }

  const built = await build({ ...bases }, name);
  if (built.exitCode !== 0) throw new Error(`docker build failed: ${built.lastLines.join('\n')}`);
  return {
    name,
    bases,
    rebuild: (from) => build(from, `${name}-again`),
    async remove() {
      await rm(folder, { recursive: true, force: true });
      await tryDocker(engine, ['rmi', '--force', name]);
      const bare = Object.values(bases).map((base: string) => base.replace(/:1@/, '@'));
      await tryDocker(engine, ['rmi', '--force', ...bare]);
      await docker(engine, ['image', 'prune', '--force', '--filter', 'label=ecs-cd.build-stage']);
    },
  };
}
