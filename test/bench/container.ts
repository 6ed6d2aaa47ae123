import { spawn, type ChildProcess } from 'node:child_process';
import { engineHere, type ContainerEngine } from '../engine/container-engine';
import { buildRunnerImage } from '../runner-image/runner-image';
import type { Simulator } from '../simulator/simulator';
import { medianOf } from './median';
import { millisecondsToRequestOf } from './program';

type Env = Readonly<Record<string, string>>;

/** Medians; what a job waits for when its image is on the machine already. */
export interface ContainerStart {
  /** From `docker run` until the script of the job runs: GitLab Runner's and the engine's time. */
  readonly scriptMilliseconds: number;
  /** From there to the first AWS request of `ecs-cd deploy`: ours. */
  readonly firstRequestMilliseconds: number;
}

/** Undefined where there is no container engine. */
export async function containerStart(
  aws: Simulator,
  env: Env,
  rounds: number,
): Promise<ContainerStart | undefined> {
  const engine = await engineHere();
  if ('reason' in engine) return undefined;
  const image = await buildRunnerImage(engine, aws);
  try {
    const script: number[] = [];
    const firstRequest: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const started = performance.now();
      const toRequest = await millisecondsToRequestOf((endpoint) => {
        const variables = Object.entries({ ...env, AWS_ENDPOINT_URL: endpoint, CI_PROJECT_DIR: '/tmp' });
        const given = variables.flatMap(([name, value]) => ['--env', `${name}=${value}`]);
        const child = startContainer(engine, [...given, image.name, 'sh', '-c', 'echo; exec ecs-cd deploy']);
        child.stdout?.once('data', () => script.push(performance.now() - started));
        return child;
      });
      firstRequest.push(toRequest - (script.at(-1) ?? 0));
    }
    return { scriptMilliseconds: medianOf(script), firstRequestMilliseconds: medianOf(firstRequest) };
  } finally {
    await image.remove();
    await engine.stop();
  }
}

const startContainer = ({ command, env }: ContainerEngine, args: readonly string[]): ChildProcess =>
  spawn(command, ['run', '--rm', '--network', 'host', ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
