import { readFile, writeFile } from 'node:fs/promises';
import { EcsCdError } from '../errors';

/** Writes a file where there is none, and not through a link either; answers what became of it. */
export async function writeNewFile(file: string, text: string): Promise<'written' | 'unchanged' | 'another'> {
  try {
    await writeFile(file, text, { flag: 'wx' });
    return 'written';
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST')
      return (await readFile(file, 'utf8').catch(() => '')) === text ? 'unchanged' : 'another';
    const fix = 'run this at the root of a checkout of the project';
    throw new EcsCdError('invalid-usage', `${file} cannot be written: ${message}`, { fix, cause });
  }
}
