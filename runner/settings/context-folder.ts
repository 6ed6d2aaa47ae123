import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { ContextFolder } from './checks/build-context';

type Kind = 'folder' | 'file' | 'nothing' | 'other';

/** Looks at the folder that DOCKER_BUILD_CONTEXT names. */
export function contextFolderOf(projectDir: string, folder: string): ContextFolder {
  const absolute = path.resolve(projectDir, folder);
  try {
    return { path: absolute, ...contentOf(absolute) };
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) return { path: absolute, state: 'unreadable' };
    throw error;
  }
}

function contentOf(absolute: string): Omit<ContextFolder, 'path'> {
  const kind = kindOf(absolute);
  if (kind !== 'folder') return { state: kind === 'nothing' ? 'missing' : 'not a folder' };
  const dockerfile = kindOf(path.join(absolute, 'Dockerfile'));
  if (dockerfile === 'file') return { state: 'ok' };
  if (dockerfile !== 'nothing') return { state: 'Dockerfile is not a file' };
  const lookalikes = readdirSync(absolute).filter((name) =>
    /^(?:dockerfile|containerfile)\b|\.dockerfile$/i.test(name),
  );
  return { state: 'no Dockerfile', lookalikes: lookalikes.toSorted() };
}

function kindOf(absolute: string): Kind {
  const stats = statSync(absolute, { throwIfNoEntry: false });
  if (!stats) return 'nothing';
  if (stats.isDirectory()) return 'folder';
  return stats.isFile() ? 'file' : 'other';
}
