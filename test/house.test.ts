import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const mostFiles = 16;
/** One file a story, which nobody has to find by its folder. */
const scenario = /^scenarios\//;

/** Its arrows, circles and effects are held by `npm run lint` (dependency-cruiser). */
describe('the house', () => {
  it('has no hook of a file, which would run around the tests of all files in a process', () => {
    const files = readdirSync(__dirname, { recursive: true, encoding: 'utf8' });
    const hooked = files.filter(
      (name) =>
        name.endsWith('.test.ts') &&
        /^(?:before|after)(?:Each)?\(/m.test(readFileSync(path.join(__dirname, name), 'utf8')),
    );
    expect(hooked).to.deep.equal([]);
  });

  for (const root of ['runner', 'test'])
    it(`has no folder over ${mostFiles} files in ${root}`, () => {
      const files = readdirSync(path.resolve(__dirname, '..', root), { recursive: true, encoding: 'utf8' });
      const counts = new Map<string, number>();
      for (const file of files.filter((name) => name.endsWith('.ts') && !scenario.test(name)))
        counts.set(path.dirname(file), (counts.get(path.dirname(file)) ?? 0) + 1);
      expect([...counts].filter(([, count]) => count > mostFiles)).to.deep.equal([]);
    });
});
