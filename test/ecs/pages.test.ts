import { expect } from 'chai';
import { allPages } from '../../runner/ecs/pages';

const refusalOf = (reading: Promise<unknown>) => reading.catch((error: unknown) => error);

describe('a list of several pages', () => {
  it('is read to its end, each page with the token of the one before it', async () => {
    const pages = [
      { items: ['a', 'b'], nextToken: 'second' },
      { items: undefined, nextToken: 'third' },
      { items: ['c'], nextToken: undefined },
    ];
    const asked: unknown[] = [];
    const all = await allPages('ListTasks', (token) => {
      asked.push(token);
      return Promise.resolve(pages[asked.length - 1]!);
    });
    expect(all).to.deep.equal(['a', 'b', 'c']);
    expect(asked).to.deep.equal([{}, { nextToken: 'second' }, { nextToken: 'third' }]);
  });

  it('that comes back to a page is given up: what it holds is not all there is', async () => {
    let asked = 0;
    const error = await refusalOf(
      allPages('ListTasks', () => {
        asked += 1;
        return Promise.resolve({ items: ['a'], nextToken: 'again' });
      }),
    );
    expect(error).to.include({ verdict: 'try-again' });
    expect(error).to.have.property('message').that.contains('ListTasks was not read to its end');
    expect(asked).to.equal(2);
  });

  it('that never ends is given up too', async () => {
    let asked = 0;
    const error = await refusalOf(
      allPages('ListTasks', () => {
        asked += 1;
        return Promise.resolve({ items: ['a'], nextToken: String(asked) });
      }),
    );
    expect(error).to.include({ verdict: 'try-again' });
    expect(asked).to.equal(100);
  });
});
