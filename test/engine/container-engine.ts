import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { docker, tryDocker, type DockerAddress } from './docker';
import { preferBuildKit } from './buildkit-client';
import {
  engineCommands,
  hasCommand,
  install,
  installationLine,
  isInstallable,
  missingOf,
} from './install-engine';
import { missingForOwnDaemon, startOwnDaemon } from './own-daemon';

export interface ContainerEngine extends DockerAddress {
  readonly env: { readonly DOCKER_HOST: string };
  /** `started` ones are ours: whatever is in them is gone after `stop`. */
  readonly origin: 'found' | 'started';
  /** Ends what was started here; a found engine stays as it is. */
  stop(): Promise<void>;
}

/** Why there is none, and the line that brings one. */
export interface NoEngine {
  readonly reason: string;
  readonly fix: string;
}

/** The engine that answers already, or one of our own where that is possible without installing anything. */
export async function engineHere(): Promise<ContainerEngine | NoEngine> {
  await preferBuildKit();
  const found = await answeringEngine();
  if (typeof found !== 'string') return found;
  const fix = await installationLine();
  if ((await missingForOwnDaemon()).length > 0) return { reason: found, fix };
  try {
    return { ...(await startOwnDaemon()), origin: 'started' };
  } catch (error) {
    // As in a container without privileges.
    return { reason: `${found}; ${String(error)}`, fix };
  }
}

/** An engine, and the rsync of gitlab-ci-local, at any price: as root on Debian or Ubuntu they are installed. */
export async function obtainEngine(say: (line: string) => void): Promise<ContainerEngine> {
  let engine = await engineHere();
  const missing = await missingOf('reason' in engine ? [...engineCommands, 'rsync'] : ['rsync']);
  if (missing.length > 0 && (await isInstallable())) {
    await install(missing, say);
    if ('reason' in engine) engine = await engineHere();
  }
  if ('reason' in engine) throw noEngineError(engine);
  if (await hasCommand('rsync')) return engine;
  await engine.stop();
  throw new Error(`there is no rsync, which gitlab-ci-local needs; to get it: ${await installationLine()}`);
}

export const noEngineError = ({ reason, fix }: NoEngine): Error =>
  new Error(`no usable container engine: ${reason}; to get one: ${fix}`);

/** Or why none does. */
async function answeringEngine(): Promise<ContainerEngine | string> {
  const asIs = { command: 'docker', env: {} } as const;
  const version = await tryDocker(asIs, ['version', '--format', '{{.Server.Version}}']);
  if (version.notStarted !== undefined) return 'there is no docker command';
  if (version.exitCode !== 0) return version.stderr;
  const engine = { ...asIs, env: { DOCKER_HOST: await hostOf(asIs) } };
  if (!(await reachesLoopback(engine)))
    return `the engine at ${engine.env.DOCKER_HOST} does not reach the loopback of this machine`;
  return { ...engine, origin: 'found', stop: () => Promise.resolve() };
}

/** Spelled out, because a `docker context` is lost where a job has a config folder of its own. */
async function hostOf(address: DockerAddress): Promise<string> {
  const { DOCKER_HOST = '' } = process.env;
  if (DOCKER_HOST !== '') return DOCKER_HOST;
  return docker(address, ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}']);
}

/** Whether it would find a registry here, over plain HTTP: a remote engine, or one in a virtual machine, may not. */
async function reachesLoopback(engine: DockerAddress): Promise<boolean> {
  let isReached = false;
  const server = createServer((_, response) => {
    isReached = true;
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await tryDocker(engine, ['pull', `127.0.0.1:${port}/probe:probe`]);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  return isReached;
}
