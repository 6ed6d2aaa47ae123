import { spawn, type ChildProcess } from 'node:child_process';
import { openSync, closeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { docker, tryDocker, type DockerAddress } from './docker';

interface Dockerd {
  readonly host: string;
  readonly stop: () => Promise<void>;
}

const answerMs = 60_000;
const stopMs = 15_000;
const logLines = 5;

/** Everything that it makes is in `folder`. */
export async function startDockerd(folder: string, bridge: string): Promise<Dockerd> {
  const log = path.join(folder, 'dockerd.log');
  const output = openSync(log, 'w');
  const child = spawn('dockerd', argsOf(folder, bridge), {
    detached: true,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve()).once('error', () => resolve());
  });
  const host = `unix://${path.join(folder, 'docker.sock')}`;
  const address: DockerAddress = { command: 'docker', env: { DOCKER_HOST: host } };
  const isUp = await Promise.race([answers(address), ended.then(() => false)]);
  if (isUp) return { host, stop: () => stop(address, child, ended) };
  child.kill('SIGKILL');
  const lines = (await readFile(log, 'utf8')).trim().split('\n');
  throw new Error(lines.slice(-logLines).join('\n'));
}

/** It looks for a storage driver that works here by itself, down to `vfs`. */
function argsOf(folder: string, bridge: string): readonly string[] {
  return [
    `--data-root=${path.join(folder, 'data')}`,
    `--exec-root=${path.join(folder, 'exec')}`,
    `--pidfile=${path.join(folder, 'dockerd.pid')}`,
    `--host=unix://${path.join(folder, 'docker.sock')}`,
    `--bridge=${bridge}`,
    // The rules are the machine's, and a daemon flushes those of another one. Published ports reach the loopback
    // by docker-proxy all the same.
    '--iptables=false',
    '--ip6tables=false',
    // Where the system's containerd is used, its containers are not ours.
    `--containerd-namespace=${bridge}`,
    `--containerd-plugins-namespace=${bridge}-plugins`,
  ];
}

async function answers(address: DockerAddress): Promise<boolean> {
  const deadline = Date.now() + answerMs;
  while (Date.now() < deadline) {
    const { exitCode } = await tryDocker(address, ['version']);
    if (exitCode === 0) return true;
    await delay(100);
  }
  return false;
}

async function stop(address: DockerAddress, child: ChildProcess, ended: Promise<void>): Promise<void> {
  const containers = await docker(address, ['ps', '--all', '--quiet']).catch(() => '');
  if (containers !== '') await tryDocker(address, ['rm', '--force', ...containers.split('\n')]);
  child.kill('SIGTERM');
  const isGone = await Promise.race([ended.then(() => true), delay(stopMs, false, { ref: false })]);
  // Its containerd goes with it.
  if (!isGone) child.kill('SIGKILL');
  await ended;
}
