import path from 'node:path';
import { create } from 'tar';
import { run } from '../../runner/subprocess';
import { docker, withLogin, type DockerAddress } from '../engine/docker';
import type { SmallImageOptions } from '../simulator/ecr/images/small-image';
import type { Simulator } from '../simulator/simulator';

const architectures: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/**
 * Gives the engine an image with Node.js that a Dockerfile can start `FROM`. It comes out of the simulated registry, as
 * a team's base image comes out of theirs; so whatever is built on it pushes its own layers alone.
 */
export async function provideBaseImage(engine: DockerAddress, aws: Simulator, tag: string): Promise<void> {
  // Only a Linux has what a container needs.
  const source = process.platform === 'linux' ? await pullNodeImage(engine, aws) : await pullOfficial(engine);
  await docker(engine, ['tag', source, tag]);
  await docker(engine, ['rmi', source]);
}

async function pullNodeImage(engine: DockerAddress, aws: Simulator): Promise<string> {
  const { world, registry } = aws;
  const image = `${world.createRepository('base/node')}:${process.versions.node}`;
  world.putImage('base/node', process.versions.node, await nodeImage());
  await withLogin(registry, world.registryPassword(), (configFolder) =>
    docker(engine, ['pull', '--quiet', image], { configFolder }),
  );
  return image;
}

async function pullOfficial(engine: DockerAddress): Promise<string> {
  const image = `node:${process.versions.node}-alpine`;
  await docker(engine, ['pull', '--quiet', image]);
  return image;
}

/** Made of what this machine has, so that nothing is downloaded: its own node, and the libraries that node is linked to. */
export async function nodeImage(): Promise<SmallImageOptions> {
  const files = [process.execPath, ...(await libraries())].map((file) => file.slice(1));
  const chunks: Buffer[] = [];
  // A library is often a link to the file of its version.
  for await (const chunk of create({ cwd: '/', follow: true, portable: true }, files)) chunks.push(chunk);
  return {
    architecture: architectures[process.arch] ?? process.arch,
    rootFs: Buffer.concat(chunks),
    environment: [`PATH=${path.dirname(process.execPath)}`],
  };
}

/** The dynamic loader among them; none when node is linked statically. */
async function libraries(): Promise<readonly string[]> {
  const { exitCode, stdout } = await run({ command: 'ldd', args: [process.execPath], env: process.env });
  if (exitCode !== 0) return [];
  return [...new Set(stdout.split('\n').flatMap((line) => /\/\S+/.exec(line)?.[0] ?? []))];
}
