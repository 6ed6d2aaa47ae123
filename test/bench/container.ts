import { spawn, type ChildProcess } from 'node:child_process';
import { engineHere, type ContainerEngine } from '../engine/container-engine';
import { buildRunnerImage } from '../runner-image/runner-image';
import type { Simulator } from '../simulator/simulator';
import { medianOf } from './median';
import { millisecondsToRequestOf } from './program';

type Env = Readonly<Record<string, string>>;

/**
 * What a job waits for when its image is on the machine already: from `docker run` to the first AWS request of
 * `ecs-cd deploy`, the median of so many rounds. Undefined where there is no container engine.
 */
export async function millisecondsFromContainerToFirstRequest(
  aws: Simulator,
  env: Env,
  rounds: number,
): Promise<number | undefined> {
  const engine = await engineHere();
  if ('reason' in engine) return undefined;
  const image = await buildRunnerImage(engine, aws);
  try {
    const samples: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const deploy = (endpoint: string) => {
        const variables = Object.entries({ ...env, AWS_ENDPOINT_URL: endpoint, CI_PROJECT_DIR: '/tmp' });
        const given = variables.flatMap(([name, value]) => ['--env', `${name}=${value}`]);
        return startContainer(engine, [...given, image.name, 'sh', '-c', 'ecs-cd deploy']);
      };
      samples.push(await millisecondsToRequestOf(deploy));
    }
    return medianOf(samples);
  } finally {
    await image.remove();
    await engine.stop();
  }
}

const startContainer = ({ command, env }: ContainerEngine, args: readonly string[]): ChildProcess =>
  spawn(command, ['run', '--rm', '--network', 'host', ...args], {
    env: { ...process.env, ...env },
    stdio: 'ignore',
  });
