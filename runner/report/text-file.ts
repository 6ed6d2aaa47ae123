import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EcsCdError } from '../errors';

/** Keeps a text in a file, and says which variable named the place when it cannot. */
export async function writeText(file: string, text: string, variable: string): Promise<void> {
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  } catch (cause) {
    throw new EcsCdError('rejected', `${variable} ${file} cannot be written: ${(cause as Error).message}`, {
      fix: `set ${variable} to a file that the job may write`,
      cause,
    });
  }
}
