import { randomUUID } from 'node:crypto';
import { mkdir, realpath, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EcsCdError } from '../errors';
import type { Outputs } from '../settings/variables/known-names';

/** The system names a temporary file, which nobody knows. */
const refusals: Readonly<Record<string, string>> = {
  EACCES: 'this job has no write permission in its folder',
  EPERM: 'this job has no write permission in its folder',
  EROFS: 'its file system is read-only',
  ENOENT: 'there is no such folder',
  EEXIST: 'what should be its folder is a file',
  ENOTDIR: 'what should be its folder is a file',
  ENOSPC: 'no space is left on the disk',
};

export interface ProjectFile {
  readonly file: string;
  /** The folder that it must not leave, whatever symbolic links there are on the way. */
  readonly projectDir: string;
  /** The variable that named the file, where one did. */
  readonly variable?: string;
}

/**
 * Keeps a text in a file of the project: the whole of it or nothing, in place of what was there. A link of that name is
 * replaced, not followed: a branch can bring one that leads anywhere.
 */
export async function writeText({ file, projectDir, variable }: ProjectFile, text: string): Promise<void> {
  const folder = path.dirname(file);
  const partial = path.join(folder, `.${path.basename(file)}.${randomUUID()}`);
  try {
    if (!(await isIn(projectDir, folder))) throw new Error(`a symbolic link leads out of ${projectDir}`);
    await mkdir(folder, { recursive: true });
    await writeFile(partial, text);
    await rename(partial, file);
  } catch (cause) {
    await rm(partial, { force: true }).catch(() => undefined);
    const { code, message } = cause as NodeJS.ErrnoException;
    const subject = variable === undefined ? file : `${variable} ${file}`;
    if (variable !== undefined && code === 'EISDIR')
      throw new EcsCdError('invalid-usage', `${subject} is a folder`, {
        fix: 'add the name of a file',
        cause,
      });
    const asNamed = `set ${variable ?? ''} to a file of the project that the job may write`;
    const why = `${subject} cannot be written: ${refusals[code ?? ''] ?? message}`;
    throw new EcsCdError('rejected', why, {
      fix: variable === undefined ? 'let the job write it' : asNamed,
      cause,
    });
  }
}

/** Whether a folder, or the nearest one above it that there is, really lies in the project. */
async function isIn(projectDir: string, folder: string): Promise<boolean> {
  const real = await realpath(folder).catch(() => undefined);
  const parent = path.dirname(folder);
  if (real === undefined) return parent !== folder && isIn(projectDir, parent);
  const [first] = path.relative(await realpath(projectDir), real).split(path.sep);
  return first !== '..';
}

/** GitLab refuses a larger report (GitLab docs, artifacts:reports:dotenv). */
const mostBytes = 5 * 1024;

/**
 * Writes the report that hands variables to later jobs. GitLab keeps quotes as they are and knows no blank lines,
 * comments or values of several lines, and it refuses the whole report after the job has done its work: so what it would
 * refuse is left out. Answers the names of that.
 */
export async function writeDotenv(place: Omit<ProjectFile, 'variable'>, values: Outputs): Promise<string[]> {
  const entries = fitting(Object.entries(values).filter(([, value]) => !/[\r\n\0]/.test(value)));
  await writeText({ ...place, variable: 'ECS_CD_DOTENV' }, textOf(entries));
  const written = entries.map(([name]) => name);
  return Object.keys(values).filter((name) => !written.includes(name));
}

type Entry = readonly [name: string, value: string];

/** The longest goes first: the verdict stays. */
function fitting(entries: readonly Entry[]): readonly Entry[] {
  if (Buffer.byteLength(textOf(entries)) <= mostBytes) return entries;
  const longest = entries.toSorted(([, a], [, b]) => b.length - a.length)[0];
  return fitting(entries.filter((entry) => entry !== longest));
}

function textOf(entries: readonly Entry[]): string {
  return entries.map(([name, value]) => `${name}=${value}\n`).join('');
}
