import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../../runner/subprocess';

/**
 * Puts the first of this machine's Docker clients that builds with BuildKit in front of the others: one that has the
 * plugin buildx, or one before 23.0, which has BuildKit built in. Without any, the first one stays the first.
 */
export async function preferBuildKit(): Promise<void> {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  for (const command of folders.map((folder) => path.join(folder, 'docker'))) {
    const ask = (...args: string[]) => run({ command, args, env: process.env });
    const buildsAnyway = /version (?:18\.09|19|20)\./.test((await ask('--version')).stdout);
    if (!buildsAnyway && (await ask('buildx', 'version')).exitCode !== 0) continue;
    const front = mkdtempSync(path.join(tmpdir(), 'ecs-cd-docker-'));
    process.once('exit', () => rmSync(front, { recursive: true, force: true }));
    symlinkSync(command, path.join(front, 'docker'));
    process.env.PATH = [front, ...folders].join(path.delimiter);
    return;
  }
}
