import { createReadStream } from 'node:fs';
import { EcsCdError } from '../../errors';
import type { Host } from '../../host';

/** Hundreds of times what outputs need, and far from what a string can hold. */
const mostBytes = 32 * 1024 * 1024;

/** Reads what `terraform output -json` printed: a file, or stdin for `-`. Answers its text and what to call it. */
export async function readTerraformOutput(
  file: string,
  { stdin, interruption }: Pick<Host, 'stdin' | 'interruption'>,
): Promise<{ readonly text: string; readonly source: string }> {
  const isStdin = file === '-';
  const source = isStdin ? 'stdin' : file;
  if (isStdin && stdin.isTTY) {
    throw new EcsCdError('invalid-usage', 'no outputs were given; nothing was touched', {
      fix: 'write: terraform output -json | ecs-cd adopt ..., or pass --terraform-output FILE',
    });
  }
  const stream: AsyncIterable<string | Buffer> = isStdin ? stdin : createReadStream(file);
  const chunks: Buffer[] = [];
  let bytes = 0;
  const stop = () => (stream as Partial<{ destroy(): void }>).destroy?.();
  interruption.addEventListener('abort', stop, { once: true });
  try {
    for await (const chunk of stream) {
      const piece = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      bytes += piece.length;
      if (bytes > mostBytes) break;
      chunks.push(piece);
    }
  } catch (cause) {
    if (!interruption.aborted) throw unreadable(source, cause);
  } finally {
    interruption.removeEventListener('abort', stop);
  }
  if (interruption.aborted) throw new EcsCdError('cancelled', 'cancelled before anything was touched');
  if (bytes > mostBytes) {
    throw new EcsCdError('invalid-usage', `${source} is larger than ${mostBytes / 1024 / 1024} MB`, {
      fix: 'pass on what "terraform output -json" prints, not a state or a plan',
    });
  }
  return { text: decoded(Buffer.concat(chunks)), source };
}

/** PowerShell 5 redirects as UTF-16 with a byte order mark (Microsoft docs, about_Redirection). */
function decoded(bytes: Buffer): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(bytes);
}

function unreadable(source: string, cause: unknown): EcsCdError {
  const { code } = cause as { readonly code?: unknown };
  const why = code === 'ENOENT' ? 'does not exist' : `cannot be read (${String(code)})`;
  return new EcsCdError('invalid-usage', `${source} ${why}; nothing was touched`, {
    fix: 'write the file that holds what "terraform output -json" printed, or - for stdin',
    cause,
  });
}
