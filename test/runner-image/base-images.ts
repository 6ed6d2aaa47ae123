import { access, chmod, constants, copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { create } from 'tar';
import { run } from '../../runner/subprocess';
import { systemPath } from '../engine/install-engine';
import type { Simulator } from '../simulator/simulator';

/** References with their digests, by the name of the build argument. */
export interface BaseImages {
  readonly NODE_IMAGE: string;
  readonly DOCKER_CLI_IMAGE: string;
  readonly BASE_IMAGE: string;
}

const architectures: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };
const userland = ['sh', 'id', 'cat', 'ls', 'mkdir', 'cp', 'chmod', 'rm', 'touch', 'sleep'];

/** What else the makers of Node.js put into their image. */
const leftBehind = {
  '/usr/local/bin/npm': __filename,
  '/usr/local/bin/yarn': __filename,
  '/usr/local/lib/node_modules/npm/package.json': __filename,
  '/usr/bin/git': __filename,
  '/root/.npm/_cacache/index': __filename,
};

/**
 * The images that the runner image is made of, out of what this machine has: files stand where the official images have
 * them, and the last one has no more than a C library and a shell. They are in the simulated registry, each under its digest.
 */
export async function provideBaseImages(aws: Simulator): Promise<BaseImages> {
  const libraries = await librariesOf(process.execPath);
  const libraryOfCpp = (name: string) => libraries.find((file) => path.basename(file) === name) ?? '';
  const isOfCpp = (file: string) => /^lib(stdc\+\+|gcc_s)\./.test(path.basename(file));
  return {
    BASE_IMAGE: await provideShellImage(aws, asThemselves(libraries.filter((file) => !isOfCpp(file)))),
    NODE_IMAGE: await put(aws, 'node', {
      ...(await withLibraries(await programs([...userland, 'strip']))),
      ...asThemselves(libraries),
      ...leftBehind,
      '/usr/local/bin/node': process.execPath,
      '/usr/lib/libstdc++.so.6': libraryOfCpp('libstdc++.so.6'),
      '/usr/lib/libgcc_s.so.1': libraryOfCpp('libgcc_s.so.1'),
    }),
    DOCKER_CLI_IMAGE: await put(aws, 'docker', {
      '/usr/local/bin/docker': await programNamed('docker'),
      // Debian has none. Docker's client passes over a plugin that is none, and asks the daemon to build.
      '/usr/local/libexec/docker/cli-plugins/docker-buildx': await programNamed('true'),
      '/etc/ssl/certs/ca-certificates.crt': __filename,
    }),
  };
}

type Files = Readonly<Record<string, string>>;

/** An image with a shell and a few small programs. */
export async function provideShellImage(aws: Simulator, more: Files = {}): Promise<string> {
  return put(aws, 'alpine', { ...(await withLibraries(await programs(userland))), ...more });
}

async function put({ world }: Simulator, name: string, files: Files): Promise<string> {
  const repository = world.createRepository(`base/${name}`);
  const architecture = architectures[process.arch] ?? process.arch;
  const digest = world.putImage(`base/${name}`, '1', { architecture, rootFs: await archiveOf(files) });
  return `${repository}:1@${digest}`;
}

/** A tar archive of these files, by the path that each gets. */
async function archiveOf(files: Files): Promise<Buffer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ecs-cd-base-'));
  try {
    for (const [target, source] of Object.entries(files)) {
      await mkdir(path.join(folder, path.dirname(target)), { recursive: true });
      await symlink(source, path.join(folder, target));
    }
    await mkdir(path.join(folder, 'tmp'));
    await chmod(path.join(folder, 'tmp'), 0o1777);
    await mkdir(path.join(folder, 'etc'), { recursive: true });
    await writeFile(path.join(folder, 'etc/passwd'), 'root:x:0:0::/:/bin/sh\n');
    await writeFile(path.join(folder, 'etc/group'), 'root:x:0:\n');
    const chunks: Buffer[] = [];
    // What the links lead to, not the links.
    for await (const chunk of create({ cwd: folder, follow: true }, ['.'])) chunks.push(chunk);
    return Buffer.concat(chunks);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function programs(names: readonly string[]): Promise<Record<string, string>> {
  const found = names.map(async (name) => [`/bin/${name}`, await programNamed(name)] as const);
  return { ...Object.fromEntries(await Promise.all(found)), '/usr/bin/env': await programNamed('env') };
}

async function programNamed(name: string): Promise<string> {
  for (const folder of systemPath().split(path.delimiter)) {
    const file = path.join(folder, name);
    const isThere = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return file;
  }
  throw new Error(`this machine has no ${name} to make an image of`);
}

async function withLibraries(files: Files): Promise<Record<string, string>> {
  const libraries = await Promise.all(Object.values(files).map(librariesOf));
  return { ...files, ...asThemselves(libraries.flat()) };
}

/** The dynamic loader among them; none when the program is linked statically. */
async function librariesOf(program: string): Promise<readonly string[]> {
  const { exitCode, stdout } = await run({ command: 'ldd', args: [program], env: process.env });
  if (exitCode !== 0) return [];
  return [...new Set(stdout.split('\n').flatMap((line) => /\/\S+/.exec(line)?.[0] ?? []))];
}

const asThemselves = (files: readonly string[]) => Object.fromEntries(files.map((file) => [file, file]));

/** A folder that `docker build` takes, with the files that the build of the runner image reads. */
export async function makeBuildContext(folder: string, bundle: string): Promise<void> {
  const root = path.resolve(__dirname, '../..');
  await copyFile(path.join(root, 'runner/Dockerfile'), path.join(folder, 'Dockerfile'));
  await mkdir(path.join(folder, 'dist'), { recursive: true });
  await copyFile(bundle, path.join(folder, 'dist/ecs-cd.cjs'));
}
