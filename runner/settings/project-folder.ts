import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Kind, ProjectFiles } from './checks/build-context';

/** Where nobody looks for the Dockerfile of a service. */
const ignored = /^(?:\..*|node_modules|vendor)$/;
const deepest = 3;

/** Looks at the checkout, and changes nothing. */
export function projectFiles(root: string): ProjectFiles {
  const at = (name: string) => {
    const absolute = path.resolve(root, name);
    return { absolute, kind: kindOf(absolute) };
  };
  const textInside = (absolute: string) => (isInside(root, absolute) ? textOf(absolute) : undefined);
  return { root, at, textOf, textInside, dockerfiles: () => dockerfilesIn(root, '.', 0).toSorted() };
}

function kindOf(absolute: string): Kind {
  try {
    const stats = statSync(absolute, { throwIfNoEntry: false });
    if (!stats) return 'nothing';
    if (stats.isDirectory()) return 'folder';
    return stats.isFile() ? 'file' : 'other';
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) return 'unreadable';
    throw error;
  }
}

const isInside = (root: string, absolute: string) =>
  attempt(() => !path.relative(realpathSync(root), realpathSync(absolute)).startsWith('..')) ?? false;

/** What a look into the file system answers, or undefined where it is refused. */
function attempt<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

const textOf = (absolute: string) => attempt(() => readFileSync(absolute, 'utf8'));

/** Relative to the root, whatever they are called. */
function dockerfilesIn(root: string, folder: string, depth: number): readonly string[] {
  const entries = attempt(() => readdirSync(path.join(root, folder), { withFileTypes: true })) ?? [];
  return entries.flatMap((entry) => {
    const name = path.join(folder, entry.name);
    if (!entry.isDirectory())
      return /^(?:dockerfile|containerfile)\b(?!.*ignore$)|\.dockerfile$/i.test(entry.name) ? [name] : [];
    return depth < deepest && !ignored.test(entry.name) ? dockerfilesIn(root, name, depth + 1) : [];
  });
}
