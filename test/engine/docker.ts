import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run, type Finished } from '../../runner/subprocess';

/** How to talk to one Docker daemon. */
export interface DockerAddress {
  readonly command: 'docker';
  readonly env: { readonly DOCKER_HOST?: string };
}

interface DockerOptions {
  /** Folder with the logins; a fresh one keeps a test's credentials out of the user's own. */
  readonly configFolder?: string;
  readonly stdin?: string;
  readonly signal?: AbortSignal;
  readonly onLine?: (line: string) => void;
}

export function tryDocker(
  { command, env }: DockerAddress,
  args: readonly string[],
  { configFolder, ...options }: DockerOptions = {},
): Promise<Finished> {
  const config = configFolder === undefined ? {} : { DOCKER_CONFIG: configFolder };
  return run({ command, args, env: { ...process.env, ...env, ...config }, ...options });
}

/** Its standard output; throws what it complains of. */
export async function docker(
  address: DockerAddress,
  args: readonly string[],
  options?: DockerOptions,
): Promise<string> {
  const { exitCode, stdout, lastLines } = await tryDocker(address, args, options);
  if (exitCode !== 0) throw new Error(`docker ${args[0] ?? ''} failed: ${lastLines.join('\n')}`);
  return stdout.trim();
}

/** With a config folder that holds this one login, as `docker login` writes it; it is gone afterwards. */
export async function withLogin<Result>(
  registry: string,
  password: string,
  action: (configFolder: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ecs-cd-login-'));
  try {
    const auth = Buffer.from(`AWS:${password}`).toString('base64');
    const config = JSON.stringify({ auths: { [registry]: { auth } } });
    await writeFile(path.join(folder, 'config.json'), config, { mode: 0o600 });
    return await action(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
