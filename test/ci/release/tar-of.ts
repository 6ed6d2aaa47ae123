import { Header } from 'tar';

type Kind = 'File' | 'Directory' | 'SymbolicLink' | 'Link';

/** A tar archive with these entries: path, text, and what it is. */
export function tarOf(entries: readonly (readonly [path: string, text?: string, type?: Kind])[]): Buffer {
  const blocks = entries.flatMap(([path, text = '', type = 'File']) => {
    const isLink = type === 'SymbolicLink' || type === 'Link';
    const body = Buffer.from(isLink ? '' : text);
    const header = new Header({
      path,
      type,
      size: body.length,
      mode: 0o755,
      ...(isLink ? { linkpath: text } : {}),
    });
    const block = Buffer.alloc(512);
    header.encode(block);
    return [block, body, Buffer.alloc((512 - (body.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}
