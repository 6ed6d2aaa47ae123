import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { docker, tryDocker, type DockerAddress } from './docker';
import { installEngine, installationLine, isInstallable } from './install-engine';
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
  const found = await answeringEngine();
  if (!('reason' in found)) return found;
  const missing = await missingForOwnDaemon();
  if (missing.length === 0) return { ...(await startOwnDaemon()), origin: 'started' };
  return { reason: found.reason, fix: await installationLine() };
}

/** An engine at any price: as root on Debian or Ubuntu it is installed. Throws with the one line that helps. */
export async function obtainEngine(say: (line: string) => void): Promise<ContainerEngine> {
  const engine = await engineHere();
  if (!('reason' in engine)) return engine;
  if (!(await isInstallable())) throw noEngineError(engine);
  await installEngine(say);
  const installed = await engineHere();
  if ('reason' in installed) throw noEngineError(installed);
  return installed;
}

export const noEngineError = ({ reason, fix }: NoEngine): Error =>
  new Error(`no container engine: ${reason}; to get one: ${fix}`);

async function answeringEngine(): Promise<ContainerEngine | NoEngine> {
  const fix = '';
  const asIs = { command: 'docker', env: {} } as const;
  const version = await tryDocker(asIs, ['version', '--format', '{{.Server.Version}}']);
  if (version.notStarted !== undefined) return { reason: 'there is no docker command', fix };
  if (version.exitCode !== 0) return { reason: version.lastLines.join(' '), fix };
  const engine = { ...asIs, env: { DOCKER_HOST: await hostOf(asIs) } };
  if (!(await reachesLoopback(engine)))
    return { reason: `the engine at ${engine.env.DOCKER_HOST} does not reach this machine's loopback`, fix };
  return { ...engine, origin: 'found', stop: () => Promise.resolve() };
}

/** Spelled out, because a `docker context` is lost where a job has a config folder of its own. */
async function hostOf(address: DockerAddress): Promise<string> {
  const { DOCKER_HOST } = process.env;
  return DOCKER_HOST ?? docker(address, ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}']);
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
