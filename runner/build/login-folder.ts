import { existsSync } from 'node:fs';
import { lstat, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
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
  const [namespace = '', id = ''] = await Promise.all(['self/ns/pid', 'self'].map(linkInProc));
  const numbers = namespace.replace(/\D+/g, '');
  const beginning = path.join(temporaryFolderOf(place), `ecs-cd-login-${os.hostname()}-${numbers}-`);
  if (id !== '') await removeLeft(beginning);
  const folder = await mkdtemp(`${beginning}${id}-`);
  try {
    const config = configForLogin(engine, await ownConfigs(engine, place.env), place.registry);
    await writeFile(path.join(folder, engine.loginFile), JSON.stringify(config), { mode: 0o600 });
    if (engine.name === 'docker') await linkDockerSettings(dockerFolderOf(place.env), folder);
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** This process's id, and the namespace in which it means that (Linux); empty elsewhere. */
const linkInProc = (name: string) => readlink(`/proc/${name}`).catch(() => '');

/** What a killed run of this user left goes: that of a process which is gone, since another job may be building just now. */
async function removeLeft(beginning: string): Promise<void> {
  const all = await readdir(path.dirname(beginning)).catch(() => []);
  const own = all.filter((name) => name.startsWith(path.basename(beginning)));
  const ids = own.map((name) => [name, name.split(path.basename(beginning))[1]?.match(/^\d+/)?.[0]] as const);
  await Promise.allSettled(
    ids.map(async ([name, id]) => {
      if (id === undefined || existsSync(`/proc/${id}`)) return;
      const folder = path.join(path.dirname(beginning), name);
      if ((await lstat(folder)).uid === os.userInfo().uid) await rm(folder, { recursive: true });
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
  const message = `no temporary folder outside of ${avoid.join(', ')} for the registry login`;
  throw new EcsCdError('rejected', message, { fix: 'set TMPDIR to a folder outside of the project' });
}

async function ownConfigs(engine: Engine, env: LoginPlace['env']): Promise<readonly LoginConfig[]> {
  const files = loginFilesOf(engine, env).map(async (file) => [file, await textOf(file)] as const);
  const texts = [['DOCKER_AUTH_CONFIG', env.DOCKER_AUTH_CONFIG] as const, ...(await Promise.all(files))];
  return texts.flatMap(([source, text]) => (text?.trim() ? [parsed(source, text)] : []));
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
    const message = `${source} is not JSON, so no container engine can read the logins in it`;
    const fix = 'write it as {"auths": {"REGISTRY": {"auth": "..."}}}, or remove it';
    throw new EcsCdError('rejected', message, { fix });
  }
}

/** Contexts and builders live beside `config.json`: an engine that is reached through one of them stays reachable. */
async function linkDockerSettings(own: string | undefined, folder: string): Promise<void> {
  if (own === undefined) return;
  const entries = await readdir(own).catch(() => []);
  const others = entries.filter((entry) => entry !== 'config.json');
  await Promise.all(others.map((entry) => symlink(path.resolve(own, entry), path.join(folder, entry))));
}
