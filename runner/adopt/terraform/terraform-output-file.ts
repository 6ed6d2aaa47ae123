import { createReadStream } from 'node:fs';
import { addAbortSignal, type Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { EcsCdError } from '../../errors';
import type { Host } from '../../host';
import { firstBytesOf } from '../../web/first-bytes';

/** Hundreds of times what outputs need, and far from what a string can hold. */
const mostBytes = 32 * 1024 * 1024;

/** Reads what `terraform output -json` printed: a file, or stdin for `-`. Answers its text and what to call it. */
export async function readTerraformOutput(
  file: string,
  { stdin, interruption }: Pick<Host, 'stdin' | 'interruption'>,
): Promise<{ readonly text: string; readonly source: string }> {
  const source = file === '-' ? 'stdin' : file;
  const refused = (message: string, fix: string, cause?: unknown) =>
    new EcsCdError('invalid-usage', message, { fix, cause });
  if (file === '-' && stdin.isTTY)
    throw refused(
      'no outputs were given; nothing was touched',
      'write: terraform output -json | ecs-cd adopt ..., or pass --terraform-output FILE',
    );
  const stream = file === '-' ? stdin : createReadStream(file);
  const bytes = await buffer(
    firstBytesOf(addAbortSignal(interruption, stream as Readable), mostBytes + 1),
  ).catch((cause: unknown) => {
    if (interruption.aborted) throw new EcsCdError('cancelled', 'cancelled before anything was touched');
    const { code = '' } = cause as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`;
    const fix = 'write the file that holds what "terraform output -json" printed, or - for stdin';
    throw refused(`${source} ${why}; nothing was touched`, fix, cause);
  });
  if (bytes.length > mostBytes)
    throw refused(
      `${source} is larger than ${mostBytes / 1024 / 1024} MB`,
      'pass on what "terraform output -json" prints, not a state or a plan',
    );
  // PowerShell 5 redirects as UTF-16 with a byte order mark (Microsoft docs, about_Redirection).
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return { text: new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(bytes), source };
}
