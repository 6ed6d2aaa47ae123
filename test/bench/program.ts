import { spawn, type ChildProcess } from 'node:child_process';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');

/** Arguments for node that start the runner. */
export const programs = {
  bundle: [path.join(root, 'dist/ecs-cd.cjs')],
  'ts-node': ['-r', 'ts-node/register', path.join(root, 'runner/main.ts')],
} as const;

type Env = Readonly<Record<string, string>>;

export async function millisecondsToExit(args: readonly string[], env: Env = {}): Promise<number> {
  const started = performance.now();
  const child = start(args, env);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0
        ? resolve(performance.now() - started)
        : reject(new Error(`node ${args.join(' ')} ended with exit code ${code}`)),
    );
  });
}

/** From the start of the process until the first request to AWS arrives; the process ends there. */
export function millisecondsToFirstRequest(args: readonly string[], env: Env): Promise<number> {
  return millisecondsToRequestOf((endpoint) => start(args, { ...env, AWS_ENDPOINT_URL: endpoint }));
}

/** The same for whatever `begin` starts. */
export async function millisecondsToRequestOf(begin: (endpoint: string) => ChildProcess): Promise<number> {
  let arrived = (): void => undefined;
  const server = http.createServer(() => arrived());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const started = performance.now();
  const child = begin(`http://127.0.0.1:${port}`);
  try {
    return await new Promise((resolve, reject) => {
      arrived = () => resolve(performance.now() - started);
      child.once('error', reject);
      child.once('exit', (code) =>
        reject(new Error(`${child.spawnargs.join(' ')} ended with exit code ${code} before any request`)),
      );
    });
  } finally {
    child.kill('SIGKILL');
    server.close();
    server.closeAllConnections();
  }
}

/** Peak resident memory of a run that ends like this. */
export async function peakMegabytes(args: readonly string[], env: Env, exitCode = 0): Promise<number> {
  const child = start(['--require', path.join(__dirname, 'peak-memory.cjs'), ...args], env);
  let kilobytes = '';
  child.stdio[3]?.on('data', (chunk: Buffer) => (kilobytes += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      code === exitCode
        ? resolve((Number(kilobytes) * 1024) / 1e6)
        : reject(new Error(`node ${args.join(' ')} ended with exit code ${code}`)),
    );
  });
}

/** From the SIGTERM that `when` sends until the process has ended as cancelled. */
export async function millisecondsToObey(
  args: readonly string[],
  env: Env,
  when: (signal: () => void) => void,
): Promise<number> {
  const child = start(args, env);
  let sent = NaN;
  when(() => {
    if (Number.isNaN(sent)) sent = performance.now();
    child.kill('SIGTERM');
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 143
        ? resolve(performance.now() - sent)
        : reject(new Error(`node ${args.join(' ')} ended with exit code ${code}`)),
    );
  });
}

/** In the environment of whoever measures, so that `node -e 0` costs what it costs in their shell, but for AWS. */
function start(args: readonly string[], env: Env) {
  const ours = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  return spawn(process.execPath, args, {
    cwd: root,
    env: { ...Object.fromEntries(ours), ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  });
}
