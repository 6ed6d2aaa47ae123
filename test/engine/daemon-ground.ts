import { mkdir, readFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { run } from '../../runner/subprocess';

export type Undo = () => Promise<void>;

interface Bridge {
  readonly name: string;
  readonly remove: Undo;
}

async function must(command: string, args: readonly string[]): Promise<void> {
  const { exitCode, lastLines } = await run({ command, args, env: process.env });
  if (exitCode !== 0) throw new Error(`${command} ${args.join(' ')}: ${lastLines.join(' ')}`);
}

/** Small systems come without control groups; runc needs them. */
export async function mountCgroups(): Promise<Undo> {
  const folder = '/sys/fs/cgroup';
  if ((await mounts()).some(({ type }) => type.startsWith('cgroup'))) return () => Promise.resolve();
  await mkdir(folder, { recursive: true });
  await must('mount', ['-t', 'cgroup2', 'none', folder]);
  return () => must('umount', ['--lazy', folder]);
}

/**
 * A bridge of our own: two daemons on docker0 hand out the same addresses. The addresses are of the range for
 * benchmarks (RFC 2544), which no real network has.
 */
export async function addBridge(): Promise<Bridge> {
  const interfaces = networkInterfaces();
  const taken = Object.values(interfaces).flatMap((addresses = []) =>
    addresses.map(({ address }) => address),
  );
  for (let number = 0; number < 256; number += 1) {
    const [name, address] = [`ecs-cd-br${number}`, `198.18.${number}.1`];
    if (interfaces[name] || taken.includes(address)) continue;
    // Somebody else may be as quick.
    const { exitCode, lastLines } = await run({
      command: 'ip',
      args: ['link', 'add', name, 'type', 'bridge'],
      env: process.env,
    });
    if (exitCode !== 0 && lastLines.some((line) => line.includes('File exists'))) continue;
    if (exitCode !== 0) throw new Error(`ip link add ${name} type bridge: ${lastLines.join(' ')}`);
    await must('ip', ['address', 'add', `${address}/24`, 'dev', name]);
    await must('ip', ['link', 'set', name, 'up']);
    return { name, remove: () => must('ip', ['link', 'delete', name]) };
  }
  throw new Error('no free bridge address in 198.18.0.0/16');
}

/** What a daemon that was killed leaves mounted. */
export async function unmountBelow(folder: string): Promise<void> {
  const targets = (await mounts()).map(({ target }) => target).filter((target) => target.startsWith(folder));
  for (const target of targets.toReversed()) await must('umount', ['--lazy', target]);
}

async function mounts(): Promise<readonly { readonly target: string; readonly type: string }[]> {
  const lines = (await readFile('/proc/mounts', 'utf8')).trim().split('\n');
  return lines.map((line) => {
    const [, target = '', type = ''] = line.split(' ');
    return { target, type };
  });
}
