import { expect } from 'chai';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { anchorOf, blocksOf, headlinesOf, pageOf, pages, root } from './pages';
import { isKnownName } from '../../runner/settings/variables/known-names';

const sourcesIn = (folder: string) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|yml)$/.test(file))
    .map((file) => readFileSync(path.join(root, folder, file), 'utf8'))
    .join('\n');
const namesIn = (text: string) => new Set(text.match(/\bECS_CD_[A-Z_]*[A-Z]/g));

const namesInSources = namesIn(['runner', 'templates', 'test'].map(sourcesIn).join('\n'));

describe('the pages that somebody reads', () => {
  for (const { file, text } of pages()) {
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);

    it(`link to files and headlines that are there: ${file}`, () => {
      for (const target of targets.filter((each) => !/^\w+:/.test(each))) {
        const [name = '', anchor] = target.split('#');
        const linked = name === '' ? file : path.posix.join(path.posix.dirname(file), name);
        expect(existsSync(path.join(root, linked)), `${target}: no such file`).to.equal(true);
        if (anchor !== undefined)
          expect(headlinesOf(pageOf(linked).text).map(anchorOf), target).to.include(anchor);
      }
    });

    it(`have headlines whose anchors are unlike, and the same on GitLab and GitHub: ${file}`, () => {
      const anchors = headlinesOf(text).map(anchorOf);
      expect(anchors).to.deep.equal([...new Set(anchors)]);
      // Several hyphens in a row become one on GitLab alone (GitLab's docs on Markdown).
      expect(anchors.filter((anchor) => anchor.includes('--'))).to.deep.equal([]);
    });

    it(`name only variables that there are: ${file}`, () => {
      expect(
        [...namesIn(text)].filter((name) => !namesInSources.has(name) && !isKnownName(name)),
      ).to.deep.equal([]);
    });

    it(`name only files of the project that there are: ${file}`, () => {
      const named = [...text.matchAll(/`((?:runner|test|templates|docs)\/[\w./-]+)`/g)];
      expect(
        named.map(([, name = '']) => name).filter((name) => !existsSync(path.join(root, name))),
      ).to.deep.equal([]);
    });
  }

  it('take no variable for a command with its words: zsh does not split it', () => {
    const scripts = pages().flatMap((page) => blocksOf(page).filter(({ language }) => language === 'sh'));
    expect(scripts.filter(({ text }) => /^ *\$\w+/m.test(text))).to.deep.equal([]);
  });

  it('name no npm script that is not there', () => {
    const { scripts } = JSON.parse(pageOf('package.json').text) as { readonly scripts: object };
    const named = pages().flatMap(({ text }) => [...text.matchAll(/npm run (?:-s |--silent )?([a-z-]+)/g)]);
    expect(Object.keys(scripts)).to.include.members(named.map(([, script]) => script));
  });

  it('are found from the README', () => {
    const readme = pageOf('README.md').text;
    const others = pages().filter(({ file }) => file !== 'README.md');
    expect(others.map(({ file }) => file).filter((file) => !readme.includes(`](${file})`))).to.deep.equal([]);
  });
});
