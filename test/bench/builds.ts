import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { docker, withLogin } from '../engine/docker';
import { engineHere, type ContainerEngine } from '../engine/container-engine';
import { provideShellImage } from '../runner-image/base-images';
import { startSimulator, type Simulator } from '../simulator/simulator';
import { medianOf } from './median';
import { millisecondsToExit, programs } from './program';

/** What a build costs, each time on an engine that knows nothing, as the one is that starts beside a job. */
interface BuildTimes {
  /** `docker build` and `docker push` alone. */
  readonly bareMilliseconds: number;
  readonly ownMilliseconds: number;
  /** The next build after a change of the source alone. */
  readonly nextMilliseconds: number;
  /** The same with ECS_CD_BUILD_CACHE. */
  readonly cachedMilliseconds: number;
}

const rounds = 3;
const installSeconds = 10;
const modulesBytes = 20_000_000;

/** Nothing where no engine of our own can be started. */
export async function buildMeasurements() {
  const times = await buildTimes();
  if (!times) return [];
  const { bareMilliseconds: bare, ownMilliseconds: own, nextMilliseconds, cachedMilliseconds } = times;
  return [
    {
      key: 'bareBuildMilliseconds',
      label: 'docker build and docker push, 10 s of npm ci in it (ms)',
      value: bare,
    },
    { key: 'buildMilliseconds', label: 'ecs-cd build of the same (ms)', value: own, atMost: 1.05 * bare },
    {
      key: 'nextBuildMilliseconds',
      label: 'ecs-cd build after a change of the source, on a fresh engine (ms)',
      value: nextMilliseconds,
    },
    {
      key: 'nextBuildWithCacheMilliseconds',
      label: 'the same with ECS_CD_BUILD_CACHE (ms)',
      value: cachedMilliseconds,
      atMost: nextMilliseconds / 2,
    },
  ];
}

/** Undefined where no engine of our own can be started: of any other nothing may be thrown away. */
async function buildTimes(): Promise<BuildTimes | undefined> {
  const engine = await engineHere();
  if ('reason' in engine) return undefined;
  const aws = await startSimulator();
  const project = mkdtempSync(path.join(tmpdir(), 'ecs-cd-bench-build-'));
  try {
    if (engine.origin === 'found') return undefined;
    writeProject(project, await provideShellImage(aws));
    return await measured(engine, aws, project);
  } finally {
    await engine.stop();
    await aws.close();
    rmSync(project, { recursive: true });
  }
}

/** In place of `npm ci`: takes its time, and leaves what does not get smaller. */
function writeProject(project: string, base: string): void {
  const app = path.join(project, 'app');
  mkdirSync(app);
  const steps = [
    `FROM ${base.replace(/:1@/, '@')}`,
    'COPY modules /modules',
    `RUN sleep ${installSeconds} && cp /modules /node_modules`,
    'COPY server.js /',
  ];
  writeFileSync(path.join(app, 'Dockerfile'), steps.join('\n'));
  writeFileSync(path.join(app, 'modules'), randomBytes(modulesBytes));
}

async function measured(engine: ContainerEngine, aws: Simulator, project: string): Promise<BuildTimes> {
  let builds = 0;
  const app = path.join(project, 'app');
  const build = async (milliseconds: (tag: string) => Promise<number>) => {
    builds += 1;
    writeFileSync(path.join(app, 'server.js'), `// ${builds}`);
    for (const what of ['system', 'builder']) await docker(engine, [what, 'prune', '--all', '--force']);
    return milliseconds(`v${builds}`);
  };
  const repository = () => aws.world.createRepository(`team/app-${builds}`);
  const bare = (url: string) => (tag: string) =>
    withLogin(aws.registry, aws.world.registryPassword(), async (configFolder) => {
      const address = { ...engine, env: { ...engine.env, DOCKER_BUILDKIT: '1' } };
      const started = performance.now();
      await docker(address, ['build', '--tag', `${url}:${tag}`, app], { configFolder });
      await docker(address, ['push', `${url}:${tag}`], { configFolder });
      return performance.now() - started;
    });
  const own =
    (REPOSITORY_URL: string, ECS_CD_BUILD_CACHE = 'off') =>
    (DOCKER_TAG: string) => {
      const wanted = { REPOSITORY_URL, DOCKER_TAG, ECS_CD_BUILD_CACHE, DOCKER_BUILD_CONTEXT: 'app' };
      const job = { CI_PROJECT_DIR: project, CI_COMMIT_SHA: DOCKER_TAG };
      return millisecondsToExit([...programs.bundle, 'build'], {
        ...aws.env,
        ...engine.env,
        ...wanted,
        ...job,
      });
    };
  const samples = { bare: [] as number[], own: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    samples.bare.push(await build(bare(repository())));
    samples.own.push(await build(own(repository())));
  }
  const next = async (cache: 'on' | 'off') => {
    const url = repository();
    await build(own(url, cache));
    return build(own(url, cache));
  };
  return {
    bareMilliseconds: medianOf(samples.bare),
    ownMilliseconds: medianOf(samples.own),
    nextMilliseconds: await next('off'),
    cachedMilliseconds: await next('on'),
  };
}
