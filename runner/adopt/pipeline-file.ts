import { readFile, readlink, rm } from 'node:fs/promises';
import path from 'node:path';
import { EcsCdError, orElse } from '../errors';
import { writeText } from '../report/project-file';

/** Writes a file where there is none, the whole of it or nothing; answers what became of it, and how to take that back. */
export async function writeNewFile(file: string, text: string) {
  const there = await readFile(file, 'utf8').catch((error: unknown) => error as NodeJS.ErrnoException);
  if (typeof there === 'string')
    return { done: there === text ? ('unchanged' as const) : ('another' as const) };
  const link = await readlink(file).catch(() => undefined);
  const inTheWay =
    link !== undefined
      ? `is a link to ${link}, which cannot be read`
      : { EISDIR: 'is a folder', EACCES: 'cannot be read' }[there.code ?? ''];
  if (inTheWay !== undefined) throw refused(`${file} ${inTheWay}`, 'remove it', there);
  const fix = 'run this at the root of a checkout of the project, as somebody who may write there';
  await orElse(writeText({ file, projectDir: path.dirname(file) }, text), ({ message, cause }) => {
    throw refused(message, fix, cause);
  });
  return { done: 'written' as const, undo: () => rm(file) };
}

function refused(message: string, fix: string, cause: unknown): EcsCdError {
  const details = { fix: `${fix}, or leave --write out`, cause };
  return new EcsCdError('invalid-usage', `--write: ${message}; nothing was touched`, details);
}
