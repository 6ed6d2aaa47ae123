import { expect } from 'chai';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { pageOf, root, tablesBelow } from './pages';

const page = pageOf('CONTRIBUTING.md');
const inTicks = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
const firstCells = (headline: string) =>
  tablesBelow(page, headline).map(({ rows }) => rows.flatMap(([first = '']) => inTicks(first)));

const foldersIn = (folder: string, recursive: boolean) =>
  readdirSync(path.join(root, folder), { recursive, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${path.relative(root, path.join(entry.parentPath, entry.name))}/`)
    .toSorted();

const isPath = (code: string) =>
  /^(runner|test|docs|templates|\.ci)\/[\w./-]*$|^[\w.-]+\.(md|cjs)$/.test(code);
/** A name of ours: one word of a program, such as `followRollout` or `exitCodes`. */
const isName = (code: string) => /^[A-Za-z]\w*$/.test(code);

/** The text of a file, or of every file right in a folder. */
function sourceOf(place: string): string {
  const whole = path.join(root, place);
  if (statSync(whole).isFile()) return readFileSync(whole, 'utf8');
  const files = readdirSync(whole).filter((file) => file.endsWith('.ts'));
  return files.map((file) => readFileSync(path.join(whole, file), 'utf8')).join('\n');
}

const isExportedBy = (place: string, name: string) =>
  new RegExp(`^export (?:async )?(?:function|const|type|interface|class) ${name}\\b`, 'm').test(
    sourceOf(place),
  );

/** `runner/x/y.ts` `name`, `other`: each name with the file or folder that stands before it. */
function claimsIn(text: string): readonly { readonly place: string; readonly name: string }[] {
  return text.split('\n').flatMap((line) => {
    let place = '';
    return inTicks(line).flatMap((code) => {
      if (isPath(code)) place = code;
      return isName(code) && /^(runner|test)\//.test(place) ? [{ place, name: code }] : [];
    });
  });
}

describe('the page for those who work on it', () => {
  const [runner = [], test = []] = firstCells('The map');

  it('has every folder of runner/ on its map, and no other', () => {
    expect(runner.toSorted()).to.deep.equal(foldersIn('runner', true));
  });

  it('has every folder of test/ on its map that does not mirror one of runner/', () => {
    const mirrors = foldersIn('runner', false).map((folder) => folder.replace(/^runner/, 'test'));
    expect(test.toSorted()).to.deep.equal(foldersIn('test', false).filter((each) => !mirrors.includes(each)));
  });

  it('names only files and folders that there are', () => {
    const paths = inTicks(page.text).filter((code) => isPath(code) && !code.startsWith('dist/'));
    expect(paths).to.have.length.greaterThan(50);
    expect(paths.filter((each) => !existsSync(path.join(root, each)))).to.deep.equal([]);
  });

  it('names only what the file or folder before it exports', () => {
    const claims = claimsIn(page.text);
    expect(claims).to.have.length.greaterThan(30);
    const wrong = claims.filter(({ place, name }) => !isExportedBy(place, name));
    expect(wrong.map(({ place, name }) => `${place} ${name}`)).to.deep.equal([]);
  });

  it('answers twenty questions and more, each with a place', () => {
    const rows = tablesBelow(page, 'Where is it decided').flatMap((table) => table.rows);
    expect(rows).to.have.length.of.at.least(20);
    for (const [question = '', answer = '', where = ''] of rows) {
      expect(question).to.match(/\?$/);
      expect(answer, question).to.not.equal('');
      expect(inTicks(where).some(isPath), question).to.equal(true);
    }
  });

  it('is read in ten minutes, without the table in which one only looks something up', () => {
    const read = page.text.replace(/\n## Where is it decided\n.*?(?=\n## )/s, '');
    expect(read.length).to.be.lessThan(page.text.length);
    expect(read.match(/[A-Za-z][\w'-]*/g)?.length).to.be.at.most(2_000);
  });
});
