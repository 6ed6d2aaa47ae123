import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../runner/subprocess';

export interface ReleaseAssets {
  /** Outside the project, so that there is no node_modules above it. */
  readonly folder: string;
  /** The name of the bundle in it. */
  readonly asset: string;
  /** Its path. */
  readonly bundle: string;
}

const variable = 'ECS_CD_TEST_ASSETS';
let made: Promise<string> | undefined;

/** What .ci/make-assets made, once a test run: by the process that started the others, else by the first test that asks. */
export async function releaseAssets(): Promise<ReleaseAssets> {
  const folder = await (made ??= Promise.resolve(process.env[variable] ?? make()));
  const root = path.resolve(__dirname, '..');
  const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  const asset = `ecs-cd-${version}.cjs`;
  return { folder, asset, bundle: path.join(folder, asset) };
}

async function make(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ecs-cd-assets-'));
  const command = path.resolve(__dirname, '../.ci/make-assets');
  const { exitCode, stderr } = await run({ command, args: [folder], env: process.env });
  if (exitCode !== 0) throw new Error(stderr);
  return folder;
}

/** For the processes that this one starts; whatever an earlier run made is nothing to go by. */
export async function makeReleaseAssets(): Promise<void> {
  process.env[variable] = (await releaseAssets()).folder;
}

export const forgetReleaseAssets = () => delete process.env[variable];

export async function removeReleaseAssets(): Promise<void> {
  if (made) await rm(await made, { recursive: true, force: true });
}
