import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EcsCdError } from '../errors';

/** GitLab refuses a larger report, or one with more variables (GitLab docs, artifacts:reports:dotenv). */
const limits = { bytes: 5 * 1024, variables: 20 };

/**
 * Writes the report that hands variables to later jobs. GitLab keeps quotes as they are and knows no blank lines,
 * comments or values of several lines, and it refuses the whole report after the job has done its work: so whatever
 * it would refuse is refused here.
 */
export async function writeDotenv(file: string, values: Readonly<Record<string, string>>): Promise<void> {
  const text = dotenvOf(values);
  const partial = path.join(path.dirname(file), `.${path.basename(file)}.${randomUUID()}`);
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(partial, text);
    await rename(partial, file);
  } catch (cause) {
    await rm(partial, { force: true }).catch(() => undefined);
    if ((cause as NodeJS.ErrnoException).code === 'EISDIR') {
      throw new EcsCdError('invalid-usage', `ECS_CD_DOTENV ${file} is a folder`, {
        fix: 'add the name of a file',
        cause,
      });
    }
    throw new EcsCdError('rejected', `ECS_CD_DOTENV ${file} cannot be written: ${(cause as Error).message}`, {
      fix: 'set ECS_CD_DOTENV to a file that the job may write',
      cause,
    });
  }
}

function dotenvOf(values: Readonly<Record<string, string>>): string {
  const entries = Object.entries(values);
  for (const [name, value] of entries) {
    if (!/^\w+$/.test(name)) throw new Error(`${name} is no name for a dotenv variable`);
    if (/[\r\n\0]/.test(value)) throw new Error(`the value of ${name} has more than one line`);
  }
  const text = entries.map(([name, value]) => `${name}=${value}\n`).join('');
  if (entries.length > limits.variables)
    throw new Error(`${entries.length} variables are too many for a dotenv report`);
  if (Buffer.byteLength(text) > limits.bytes)
    throw new Error(`a dotenv report must not exceed ${limits.bytes} bytes`);
  return text;
}
