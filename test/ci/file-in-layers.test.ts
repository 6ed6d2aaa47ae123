import { expect } from 'chai';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { fileInLayers } from '../../.ci/image/file-in-layers';
import { tarOf } from './tar-of';

const file = 'usr/local/bin/ecs-cd';
type Entries = Parameters<typeof tarOf>[0];

async function found(...layers: readonly (Entries | Buffer)[]): Promise<string | undefined> {
  const bytes = layers.map((layer) => (Buffer.isBuffer(layer) ? layer : gzipSync(tarOf(layer))));
  const names = bytes.map((_, index) => String(index));
  const program = await fileInLayers(file, names, (name) =>
    Promise.resolve(bytes[Number(name)] ?? Buffer.of()),
  );
  return program?.toString();
}

describe('a file in the layers of an image', () => {
  it('is the one of the uppermost layer that has it, written in any way, compressed or not', async () => {
    expect(await found([[file, 'old']], [[file, 'new']], [['etc/passwd', 'x']])).to.equal('new');
    expect(await found([[`./${file}`, 'dot']])).to.equal('dot');
    expect(await found([[`/${file}`, 'slash']])).to.equal('slash');
    expect(await found(tarOf([[file, 'plain']]))).to.equal('plain');
    expect(
      await found([
        [file, 'first'],
        [file, 'last'],
      ]),
    ).to.equal('last');
    if (typeof zstdCompressSync === 'function') {
      expect(await found(zstdCompressSync(tarOf([[file, 'zstd']])))).to.equal('zstd');
    }
  });

  it('is not there when an upper layer removes it, a folder above it, or what such a folder shows', async () => {
    for (const removal of [
      'usr/local/bin/.wh.ecs-cd',
      'usr/.wh.local',
      '.wh.usr',
      'usr/local/bin/.wh..wh..opq',
      '.wh..wh..opq',
    ]) {
      expect(await found([[file, 'old']], [[removal]]), removal).to.equal(undefined);
      expect(await found([[file, 'old']], [[removal], [file, 'new']]), removal).to.equal('new');
    }
    expect(await found([[file, 'old']], [['usr/local/bin/.wh.node']])).to.equal('old');
    expect(await found([])).to.equal(undefined);
    expect(await found([[file, 'old']], [])).to.equal('old');
  });

  it('is not there when a link stands in its place or leads its folder elsewhere', async () => {
    expect(await found([[file, 'old']], [[file, '/evil', 'SymbolicLink']])).to.equal(undefined);
    expect(await found([[file, 'old']], [[file, 'evil', 'Link']])).to.equal(undefined);
    expect(await found([[file, 'old']], [['usr/local/bin', '/evil', 'SymbolicLink']])).to.equal(undefined);
    expect(
      await found([
        [file, 'new'],
        ['usr/local/bin', '/evil', 'SymbolicLink'],
      ]),
    ).to.equal(undefined);
    expect(await found([[file, 'old']], [['usr/local/bin/', '', 'Directory']])).to.equal('old');
  });

  it('is asked of no layer that is broken', async () => {
    const whole = gzipSync(tarOf([[file, 'x'.repeat(5_000)]]));
    const error = await found(whole.subarray(0, 40)).catch(String);
    expect(error).to.match(/Error/);
  });
});
