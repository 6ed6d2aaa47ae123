import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { DockerAddress } from './docker';
import { hasCommand, isRoot, systemPath } from './install-engine';

interface OwnDaemon extends DockerAddress {
  readonly env: { readonly DOCKER_HOST: string };
  stop(): Promise<void>;
}

/** The first line of the keeper's output. */
export type KeeperReply = { readonly host: string } | { readonly error: string };

const commands = ['docker', 'dockerd', 'containerd', 'runc', 'ip'];

export async function missingForOwnDaemon(): Promise<readonly string[]> {
  if (!isRoot()) return ['root'];
  const missing: string[] = [];
  for (const command of commands) if (!(await hasCommand(command))) missing.push(command);
  return missing;
}

/**
 * A Docker daemon for this process alone, with a folder and a bridge of its own. A keeper process watches over it and
 * clears everything away once this process lets go of it, however it ends: `stop`, Ctrl-C, a crash, SIGKILL.
 */
export async function startOwnDaemon(): Promise<OwnDaemon> {
  const keeper = spawn(
    process.execPath,
    ['-r', require.resolve('ts-node/register'), require.resolve('./daemon-keeper')],
    { detached: true, stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, PATH: systemPath() } },
  );
  const ended = new Promise<void>((resolve) => keeper.once('exit', () => resolve()));
  const firstLine = new Promise<string>((resolve) => {
    createInterface(keeper.stdout).once('line', resolve);
  });
  const line = await Promise.race([firstLine, ended.then(() => '{"error":"its keeper ended"}')]);
  const reply = JSON.parse(line) as KeeperReply;
  if ('error' in reply) {
    await ended;
    throw new Error(`dockerd did not start: ${reply.error}`);
  }
  // Whoever forgets to stop it must not hang on it.
  keeper.unref();
  for (const pipe of [keeper.stdin, keeper.stdout]) if ('unref' in pipe) (pipe as { unref(): void }).unref();
  return {
    command: 'docker',
    env: { DOCKER_HOST: reply.host },
    async stop() {
      keeper.ref();
      keeper.stdin.end();
      await ended;
    },
  };
}
