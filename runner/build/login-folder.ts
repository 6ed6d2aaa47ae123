import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { lstat, mkdir, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { EcsCdError } from '../errors';
import type { Engine } from './engine';
import { configForLogin, dockerFolderOf, loginFilesOf, type LoginConfig } from './login-config';

export interface LoginPlace {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly registry: string;
  /** Folders that end up in images and artifacts. */
  readonly avoid: readonly string[];
}

/**
 * Makes a folder, readable by this user only, for the login of one run, lets `work` use it and removes it again
 * whatever happens. The user's own engine settings and logins show through.
 */
export async function withLoginFolder<T>(
  engine: Engine,
  place: LoginPlace,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const temporary = temporaryFolderOf(place);
  const { beginning, id } = await ownNameOf();
  await removeLeft(temporary, beginning, id);
  const folder = path.join(temporary, `${beginning}${id}-${randomUUID()}`);
  try {
    await mkdir(folder, { mode: 0o700 });
    const config = configForLogin(engine, await ownConfigs(engine, place.env), place.registry);
    await writeFile(path.join(folder, engine.loginFile), JSON.stringify(config), { mode: 0o600 });
    if (engine.name === 'docker') await linkDockerSettings(dockerFolderOf(place.env), folder);
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** How the names of this process's folders begin, with its id; ids are those of one namespace of one machine (Linux, in /proc). */
async function ownNameOf(): Promise<{ readonly beginning: string; readonly id: string }> {
  const [namespace, id] = await Promise.all([readlink('/proc/self/ns/pid'), readlink('/proc/self')]).catch(
    () => ['', ''] as const,
  );
  const place = namespace === '' ? '' : `${os.hostname()}-${namespace.replace(/\D+/g, '')}-`;
  return { beginning: `ecs-cd-login-${place}`, id };
}

/** What a killed run of this user left goes: that of a process which is gone, since another job may be building just now. */
async function removeLeft(temporary: string, beginning: string, ownId: string): Promise<void> {
  if (ownId === '') return;
  const names = await readdir(temporary).catch(() => []);
  const folders = names.filter((name) => name.startsWith(beginning));
  await Promise.allSettled(
    folders.map(async (name) => {
      const id = /^\d+/.exec(name.slice(beginning.length))?.[0] ?? 'self';
      const folder = path.join(temporary, name);
      const { uid } = await lstat(folder);
      if (uid === os.userInfo().uid && !existsSync(`/proc/${id}`)) await rm(folder, { recursive: true });
    }),
  );
}

function temporaryFolderOf({ env, avoid }: LoginPlace): string {
  const isOutside = (folder: string) =>
    avoid.every((avoided) => path.relative(avoided, folder).split(path.sep)[0] === '..');
  const folder = [env.TMPDIR, '/tmp', '/var/tmp'].find(
    (one) => one && path.isAbsolute(one) && isOutside(one),
  );
  if (folder) return folder;
  throw new EcsCdError(
    'rejected',
    `no temporary folder outside of ${avoid.join(', ')} for the registry login`,
    {
      fix: 'set TMPDIR to a folder outside of the project',
    },
  );
}

async function ownConfigs(engine: Engine, env: LoginPlace['env']): Promise<readonly LoginConfig[]> {
  const files = await Promise.all(
    loginFilesOf(engine, env).map(async (file) => ({ source: file, text: await textOf(file) })),
  );
  const configs = [{ source: 'DOCKER_AUTH_CONFIG', text: env.DOCKER_AUTH_CONFIG }, ...files];
  return configs.flatMap(({ source, text }) => (text?.trim() ? [parsed(source, text)] : []));
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    // Not there, or another user's: the engine could not use it either.
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? ''))
      return undefined;
    throw error;
  }
}

function parsed(source: string, text: string): LoginConfig {
  try {
    return JSON.parse(text) as LoginConfig;
  } catch {
    // The parser's own message shows a part of the text, which holds passwords.
    throw new EcsCdError(
      'rejected',
      `${source} is not JSON, so no container engine can read the logins in it`,
      {
        fix: 'write it as {"auths": {"REGISTRY": {"auth": "..."}}}, or remove it',
      },
    );
  }
}

/** Contexts and builders live beside `config.json`: an engine that is reached through one of them stays reachable. */
async function linkDockerSettings(own: string | undefined, folder: string): Promise<void> {
  if (own === undefined) return;
  const entries = await readdir(own).catch(() => []);
  const others = entries.filter((entry) => entry !== 'config.json');
  await Promise.all(others.map((entry) => symlink(path.resolve(own, entry), path.join(folder, entry))));
}
