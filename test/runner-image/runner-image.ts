import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Finished } from '../../runner/subprocess';
import { docker, tryDocker, withLogin, type DockerAddress } from '../engine/docker';
import { releaseAssets } from '../release-assets';
import type { Simulator } from '../simulator/simulator';
import { makeBuildContext, provideBaseImages, type BaseImages } from './base-images';

export interface RunnerImage {
  readonly name: string;
  readonly bases: BaseImages;
  /** Builds it again with other arguments. */
  rebuild(changed: Arguments): Promise<Finished>;
  remove(): Promise<void>;
}

type Arguments = Readonly<Record<string, string>>;

/** What .ci/docker-bake.hcl gives. */
export const facts = {
  VERSION: '1.2.3',
  REVISION: 'c3'.repeat(20),
  CREATED: '2026-01-02T03:04:05+00:00',
  SOURCE: 'https://gitlab.example.com/platform/ecs-cd',
};

/** Builds the runner image as the pipeline does, on base images that are made on the spot. */
export async function buildRunnerImage(engine: DockerAddress, aws: Simulator): Promise<RunnerImage> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ecs-cd-runner-image-'));
  await makeBuildContext(folder, (await releaseAssets()).bundle);
  const bases = await provideBaseImages(aws);
  const name = `ecs-cd-runner:${path.basename(folder).toLowerCase()}`;

  async function build(changed: Arguments, tag: string): Promise<Finished> {
    const given = Object.entries({ ...bases, ...facts, ...changed });
    const args = given.flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);
    return withLogin(aws.registry, aws.world.registryPassword(), (configFolder) =>
      tryDocker(engine, ['build', '--tag', tag, '--force-rm', ...args, folder], { configFolder }),
    );
  }

  const built = await build({}, name);
  if (built.exitCode !== 0) throw new Error(`docker build failed: ${built.lastLines.join('\n')}`);
  return {
    name,
    bases,
    rebuild: (changed) => build(changed, `${name}-again`),
    async remove() {
      await rm(folder, { recursive: true, force: true });
      await tryDocker(engine, ['rmi', '--force', name]);
      const bare = Object.values(bases).map((base: string) => base.replace(/:1@/, '@'));
      await tryDocker(engine, ['rmi', '--force', ...bare]);
      await docker(engine, ['image', 'prune', '--force', '--filter', 'label=ecs-cd.build-stage']);
    },
  };
}
