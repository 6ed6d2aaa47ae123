import { expect } from 'chai';
import { inc } from 'semver';
import {
  readProject,
  versionedFiles,
  versionedPages,
  type ProjectTexts,
} from '../../../.ci/release/project-files';
import { versionsIn } from '../../../.ci/release/page-versions';
import { disagreementsOf, releaseStateOf, versionInTheMaking } from '../../../.ci/release/release-state';
import { withStamp } from '../../../.ci/release/stamp';
import { withTemplateImage } from '../../../.ci/release/template-image';
import { pages } from '../../docs/pages';
import { templateOf } from '../../pipeline/renderer';
import { projectInTheMaking, raised } from './project-copy';

const digest = `sha256:${'a'.repeat(64)}`;
const imageOf = (version: string) => `registry.example.com/platform/ecs-cd/runner:${version}@${digest}`;
const problemsOf = (texts: ProjectTexts) => disagreementsOf(releaseStateOf(texts));

describe('the versions that the files name', () => {
  let made: ProjectTexts;
  let released: ProjectTexts;
  let version: string;

  before(async () => {
    ({ texts: made, version } = await projectInTheMaking());
    released = withStamp(made, { version, image: imageOf(version), date: '2030-01-02' });
  });

  it('agree: package.json, package-lock.json, CHANGELOG.md, the pages and the template', async () => {
    expect(problemsOf(await readProject('.'))).to.deep.equal([]);
  });

  it('agree while a version is in the making, when it has been released, and while the next one is made', async () => {
    expect(problemsOf(made)).to.deep.equal([]);
    expect(versionInTheMaking(releaseStateOf(made))).to.equal(version);
    expect(problemsOf(released)).to.deep.equal([]);
    expect(versionInTheMaking(releaseStateOf(released))).to.equal(undefined);
    const next = inc(version, 'minor') ?? '';
    const changelog = released.changelog.replace(/^## \[Unreleased\]\n/m, '$&\n### Added\n\n- More.\n');
    const following = raised({ ...released, changelog }, next);
    expect(problemsOf(following)).to.deep.equal([]);
    expect(versionInTheMaking(releaseStateOf(following))).to.equal(next);
  });

  it('are stamped in every page that names one', () => {
    const naming = pages().filter(({ text }) => versionsIn(text).length > 0);
    expect(versionedPages.map((page) => versionedFiles[page])).to.have.members(
      naming.map(({ file }) => file),
    );
  });

  it('are changed by a stamp in changelog, template and pages, and in nothing but the version', () => {
    // Before the first release the pages name the version already.
    const next = withStamp(made, { version: '99.0.0', image: imageOf('99.0.0'), date: '2030-01-02' });
    const changed = (Object.keys(made) as (keyof ProjectTexts)[]).filter((name) => made[name] !== next[name]);
    expect(changed).to.deep.equal(['changelog', 'template', ...versionedPages]);
    expect(templateOf(released.template).inputs.runner_image?.default).to.equal(imageOf(version));
    expect(newLines(made.template, released.template)).to.deep.equal([`      default: ${imageOf(version)}`]);
    expect(newLines(made.changelog, released.changelog)).to.deep.equal([`## [${version}] - 2030-01-02`]);
    expect(released.reference).to.contain(`| \`runner_image\` | \`${imageOf(version)}\` |`);
    expect(released.readme).to.contain(`/deploy@${version}\n`);
  });

  const other = '0.0.1';
  const changes: Readonly<Record<string, [(texts: ProjectTexts) => Partial<ProjectTexts>, RegExp]>> = {
    'package.json': [
      ({ packageJson }) => ({ packageJson: named(packageJson, other) }),
      /package-lock.json names/,
    ],
    'package-lock.json': [
      ({ packageLock }) => ({ packageLock: named(packageLock, other) }),
      /package-lock.json names/,
    ],
    'the README': [
      ({ readme }) => ({ readme: readme.replace(/deploy@[\d.]+/, `deploy@${other}`) }),
      /README.md and docs\/ name .* and /,
    ],
    "the template's tag": [
      ({ template }) => ({ template: withTemplateImage(template, imageOf(other)) }),
      /the template runs .*, not version/,
    ],
    'a version that is none': [
      ({ packageJson }) => ({ packageJson: named(packageJson, '2.0') }),
      /2.0 is not X.Y.Z/,
    ],
  };
  for (const [what, [change, problem]] of Object.entries(changes)) {
    it(`disagree over ${what}, and that is told, before a release and after it`, () => {
      for (const texts of [made, released]) {
        expect(problemsOf({ ...texts, ...change(texts) }).join('\n')).to.match(problem);
      }
    });
  }

  it('disagree when a release has no digest, or there is a digest without a release', () => {
    const without = imageOf(version).replace(/@.*/, '');
    expect(
      problemsOf({ ...released, template: withTemplateImage(released.template, without) }).join('\n'),
    ).to.match(/without the digest/);
    const first = { ...released, changelog: '# Changelog\n\n## [Unreleased]\n\n### Added\n\n- All.\n' };
    expect(problemsOf(first).join('\n')).to.match(/has no release yet/);
  });

  it('disagree when the changelog is ahead, or has nothing to say about what is made', () => {
    const ahead = released.changelog.replace(`[${version}]`, '[99.0.0]');
    expect(problemsOf({ ...released, changelog: ahead }).join('\n')).to.match(/says that 99.0.0 is out/);
    const empty = { ...made, changelog: '# Changelog\n\n## [Unreleased]\n' };
    expect(problemsOf(empty).join('\n')).to.match(/has nothing unreleased/);
  });
});

function named(json: string, version: string): string {
  return JSON.stringify({ ...(JSON.parse(json) as object), version });
}

function newLines(before: string, after: string): readonly string[] {
  const old = new Set(before.split('\n'));
  return after.split('\n').filter((line) => !old.has(line));
}
