import { expect } from 'chai';
import { allOf, pagesOf } from '../../runner/aws/pages';

const refusalOf = (reading: Promise<unknown>) => reading.catch((error: unknown) => error);

describe('a list of several pages', () => {
  const limit = new AbortController();
  const listed = <T>(read: Parameters<typeof pagesOf<T>>[1], { signal } = limit) =>
    pagesOf({ operation: 'ListTasks', limit: signal }, read);

  it('is read to its end, each page with the token of the one before it', async () => {
    const pages = [
      { items: ['a', 'b'], nextToken: 'second' },
      { items: undefined, nextToken: 'third' },
      { items: ['c'], nextToken: '' },
    ];
    const asked: unknown[] = [];
    const all = await allOf(
      listed((token) => {
        asked.push(token);
        return Promise.resolve(pages[asked.length - 1]!);
      }),
    );
    expect(all).to.deep.equal(['a', 'b', 'c']);
    expect(asked).to.deep.equal([undefined, 'second', 'third']);
  });

  it('is read no further than somebody wants it', async () => {
    let asked = 0;
    const endless = () => Promise.resolve({ items: [(asked += 1)], nextToken: String(asked) });
    for await (const { items } of listed(endless)) if (items[0] === 3) break;
    expect(asked).to.equal(3);
  });

  for (const [name, tokenOf, pages] of [
    ['that comes back to a page', () => 'again', 2],
    ['that goes round over several pages', (asked) => String(asked % 3), 4],
    ['that never ends', String, 50],
  ] as const satisfies readonly (readonly [string, (asked: number) => string, number])[]) {
    it(`${name} is given up: what it holds is not all there is`, async () => {
      let asked = 0;
      const error = await refusalOf(
        allOf(listed(() => Promise.resolve({ items: ['a'], nextToken: tokenOf((asked += 1)) }))),
      );
      expect(error).to.include({ verdict: 'try-again' });
      expect(error).to.have.property('message').that.contains('ListTasks was not read to its end');
      expect(asked).to.equal(pages);
    });
  }

  it('that takes too long is given up between two pages', async () => {
    const time = new AbortController();
    let asked = 0;
    const read = () => {
      asked += 1;
      if (asked === 7) time.abort();
      return Promise.resolve({ items: ['a'], nextToken: String(asked) });
    };
    expect(await refusalOf(allOf(listed(read, time)))).to.include({ verdict: 'try-again' });
    expect(asked).to.equal(7);
  });
});
