import { chmod, constants, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../../runner/subprocess';
import { docker, type DockerAddress } from '../engine/docker';

const nodePath = '/usr/local/bin/node';

const dockerfile = `FROM scratch
COPY root /
ENV PATH=${path.posix.dirname(nodePath)}
CMD ["node"]
`;

/**
 * Builds an image with Node.js that a Dockerfile can start `FROM`, out of what this machine has: its own node and the
 * libraries that node is linked to. Nothing is downloaded, except where this machine is no Linux.
 */
export async function buildBaseImage(engine: DockerAddress, tag: string): Promise<void> {
  if (process.platform !== 'linux') {
    const official = `node:${process.versions.node.split('.')[0] ?? ''}-alpine`;
    await docker(engine, ['pull', '--quiet', official]);
    await docker(engine, ['tag', official, tag]);
    return;
  }
  const context = await mkdtemp(path.join(tmpdir(), 'ecs-cd-base-image-'));
  try {
    await writeBaseImageContext(context);
    await docker(engine, ['build', '--quiet', '--tag', tag, context]);
  } finally {
    await rm(context, { recursive: true, force: true });
  }
}

async function writeBaseImageContext(context: string): Promise<void> {
  const root = path.join(context, 'root');
  const copies = [[process.execPath, nodePath], ...(await libraries()).map((library) => [library, library])];
  for (const [from = '', to = ''] of copies) {
    const target = path.join(root, to);
    await mkdir(path.dirname(target), { recursive: true });
    await copyFile(from, target, constants.COPYFILE_FICLONE);
  }
  await mkdir(path.join(root, 'tmp'));
  // mkdir's own mode is cut by the umask.
  await chmod(path.join(root, 'tmp'), 0o1777);
  await writeFile(path.join(context, 'Dockerfile'), dockerfile);
}

/** The dynamic loader among them; none when node is linked statically. */
async function libraries(): Promise<readonly string[]> {
  const { exitCode, stdout } = await run({ command: 'ldd', args: [process.execPath], env: process.env });
  if (exitCode !== 0) return [];
  return [...new Set(stdout.split('\n').flatMap((line) => /\/\S+/.exec(line)?.[0] ?? []))];
}
