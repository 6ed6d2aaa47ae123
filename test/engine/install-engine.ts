import { access, constants, readFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from '../../runner/subprocess';

/** What a command that has to be there comes in, on Debian and Ubuntu. */
const packageByCommand = {
  // Newer releases have the client in a package of its own, see `install`.
  docker: 'docker.io',
  dockerd: 'docker.io',
  iptables: 'iptables',
  ip: 'iproute2',
  rsync: 'rsync',
};

export type NeededCommand = keyof typeof packageByCommand;

export const engineCommands = [
  'docker',
  'dockerd',
  'iptables',
  'ip',
] as const satisfies readonly NeededCommand[];

/** With the folders that a user's PATH lacks on Debian, where daemons live. */
export const systemPath = (): string => [process.env.PATH, '/usr/sbin', '/sbin'].join(path.delimiter);

export async function hasCommand(command: string): Promise<boolean> {
  const found = systemPath()
    .split(path.delimiter)
    .map((folder) => access(path.join(folder, command), constants.X_OK));
  return (await Promise.allSettled(found)).some(({ status }) => status === 'fulfilled');
}

export const isRoot = (): boolean => process.platform === 'linux' && process.getuid?.() === 0;

export const isInstallable = async (): Promise<boolean> => isRoot() && (await isDebian());

/** The one line for whoever has to do it by hand. */
export async function installationLine(): Promise<string> {
  if (process.platform !== 'linux') return 'start Docker Desktop (https://docs.docker.com/desktop/)';
  if (await isDebian()) return 'sudo apt-get update && sudo apt-get install --yes docker.io rsync';
  return 'install Docker Engine (https://docs.docker.com/engine/install/) and rsync, and start it';
}

export async function missingOf(commands: readonly NeededCommand[]): Promise<readonly NeededCommand[]> {
  const missing: NeededCommand[] = [];
  for (const command of commands) if (!(await hasCommand(command))) missing.push(command);
  return missing;
}

/** With apt-get; says what it does, and nothing else. */
export async function install(
  commands: readonly NeededCommand[],
  say: (line: string) => void,
): Promise<void> {
  await installPackages([...new Set(commands.map((command) => packageByCommand[command]))], say);
  if (!(await hasCommand('docker'))) await installPackages(['docker-cli'], say);
}

async function installPackages(packages: readonly string[], say: (line: string) => void): Promise<void> {
  say(`installing ${packages.join(', ')} with apt-get: missing on this machine`);
  await aptGet(['update']);
  await aptGet(['install', '--yes', '--no-install-recommends', ...packages]);
}

async function aptGet(args: readonly string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { exitCode, lastLines } = await run({ command: 'apt-get', args, env });
  if (exitCode !== 0)
    throw new Error(`apt-get ${args.join(' ')} failed:\n${lastLines.slice(-15).join('\n')}`);
}

async function isDebian(): Promise<boolean> {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(release);
}
