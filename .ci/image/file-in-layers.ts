import { gunzipSync } from 'node:zlib';
import { Parser } from 'tar';

/** What a layer says about a path: its file, that nothing is there any more, or nothing at all. */
type Found = Buffer | 'gone' | undefined;

/**
 * The file that a container finds at that path, which has no slash at its start: the uppermost layer that says
 * something about it has the last word. Undefined when it is no file of its own, or was removed.
 */
export async function fileInLayers(
  file: string,
  layers: readonly string[],
  bytesOf: (digest: string) => Promise<Buffer>,
): Promise<Buffer | undefined> {
  for (const digest of layers.toReversed()) {
    const found = await fileInLayer(file, await bytesOf(digest));
    if (found !== undefined) return found === 'gone' ? undefined : found;
  }
  return undefined;
}

async function fileInLayer(file: string, layer: Buffer): Promise<Found> {
  const parents = file.split('/').map((_, index, names) => names.slice(0, index).join('/'));
  const removals = [file, ...parents.slice(1)].map((name) => name.replace(/[^/]+$/, '.wh.$&'));
  const emptied = parents.map((folder) => (folder === '' ? opaque : `${folder}/${opaque}`));
  const gone = new Set([...removals, ...emptied]);
  const isZipped = layer[0] === 0x1f && layer[1] === 0x8b;
  const archive = isZipped ? gunzipSync(layer) : layer;
  // WORKDIR of a folder that is there makes a layer of nothing, which the parser takes for no archive.
  if (archive.every((byte) => byte === 0)) return undefined;
  const seen: { found: Found; isLedAstray: boolean } = { found: undefined, isLedAstray: false };
  await new Promise<void>((resolve, reject) => {
    const parser = new Parser({
      strict: true,
      onReadEntry(entry) {
        const name = entry.path.replace(/^(\.?\/)+/, '').replace(/\/+$/, '');
        const isFile = name === file && (entry.type === 'File' || entry.type === 'OldFile');
        // A link at the path, or in place of a folder on the way to it, could lead anywhere.
        if (name === file) seen.found = 'gone';
        else if (gone.has(name)) seen.found ??= 'gone';
        else if (name !== '' && parents.includes(name)) seen.isLedAstray ||= entry.type !== 'Directory';
        const chunks: Buffer[] = [];
        if (isFile) entry.on('data', (chunk: Buffer) => chunks.push(chunk));
        entry.on('end', () => {
          if (isFile) seen.found = Buffer.concat(chunks);
        });
        entry.resume();
      },
    });
    parser.on('end', resolve);
    parser.on('error', reject);
    parser.end(archive);
  });
  return seen.isLedAstray ? 'gone' : seen.found;
}

/** A folder with this in it shows nothing of the layers below (OCI image specification, layers). */
const opaque = '.wh..wh..opq';
