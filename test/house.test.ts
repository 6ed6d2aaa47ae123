import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const mostFiles = 16;

const exported = /^export (?:async )?(?:function\*?|const|interface|type|class) (\w+)/gm;
const exportedIn = (text: string) => [...text.matchAll(exported)].map(([, name]) => name);

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

  it('means one thing by a name that is exported', () => {
    const runner = path.resolve(__dirname, '../runner');
    const files = readdirSync(runner, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    );
    const names = files.flatMap((file) => exportedIn(readFileSync(path.join(runner, file), 'utf8')));
    expect(names.length).to.be.above(1000);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).to.deep.equal([]);
  });

  for (const root of ['runner', 'test'])
    it(`has no folder over ${mostFiles} files in ${root}`, () => {
      const files = readdirSync(path.resolve(__dirname, '..', root), { recursive: true, encoding: 'utf8' });
      const counts = new Map<string, number>();
      for (const file of files.filter((name) => name.endsWith('.ts')))
        counts.set(path.dirname(file), (counts.get(path.dirname(file)) ?? 0) + 1);
      expect([...counts].filter(([, count]) => count > mostFiles)).to.deep.equal([]);
    });
});
