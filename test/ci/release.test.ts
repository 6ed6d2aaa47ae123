import { expect } from 'chai';
import { openReleaseGround, refusalOf, type ReleaseGround } from './release-ground';

describe('a release', function () {
  this.timeout(30_000);
  let ground: ReleaseGround;
  let version: string;

  beforeEach(async () => {
    ground = await openReleaseGround();
    ({ version } = ground);
  });

  afterEach(() => ground.close());

  const commits = () => ground.project.git('rev-list', '--count', 'HEAD');

  describe('is asked for by raising the version, which', () => {
    it('changes package.json and package-lock.json, and does nothing the second time', async () => {
      await ground.raise(version);
      expect(await ground.project.git('log', '--format=%s', '-1')).to.equal(
        `Raise the version to ${version}`,
      );
      const changed = (await ground.project.git('diff', '--name-only', 'HEAD^', 'HEAD')).split('\n');
      expect(changed).to.include.members(['package.json', 'package-lock.json']);
      expect(changed).not.to.include('CHANGELOG.md');
      const before = await commits();
      await ground.raise(version);
      expect(await commits()).to.equal(before);
      expect(ground.said.at(-1)).to.equal(`${version} is already in the making`);
    });

    it('refuses what is no version, all that is wrong with the project at once, and changes nothing', async () => {
      expect(await refusalOf(ground.raise('v2'))).to.contain('v2 is not X.Y.Z');
      expect(await refusalOf(ground.raise('2.0.0-rc.1'))).to.contain('is not X.Y.Z');
      const before = await commits();
      await ground.project.write('README.md', 'names no version any more');
      expect(await refusalOf(ground.raise(version)))
        .to.contain('the working tree is not clean')
        .and.contain('README.md names no version');
      expect(await commits()).to.equal(before);
    });

    it('refuses a version that is not greater than the one that is out', async () => {
      await ground.stampAndPush();
      await ground.project.write(
        'CHANGELOG.md',
        (await ground.files.read()).changelog.replace(
          /^## \[Unreleased\]\n/m,
          '$&\n### Fixed\n\n- One more.\n',
        ),
      );
      await ground.project.git('commit', '--quiet', '--all', '--message=Fix');
      for (const old of [version, '0.0.1']) {
        expect(await refusalOf(ground.raise(old))).to.contain(`it is not greater than ${version}`);
      }
    });

    it('refuses when the changelog has nothing unreleased', async () => {
      await ground.stampAndPush();
      expect(await refusalOf(ground.raise('99.0.0'))).to.contain('CHANGELOG.md has nothing unreleased');
    });
  });

  describe('is stamped, which', () => {
    it('makes one commit and an annotated tag on top of the tested commit, and does nothing the second time', async () => {
      await ground.raise(version);
      await ground.pushImage();
      const tested = await ground.sha('HEAD');
      await ground.stamp();
      expect(await ground.sha('HEAD^')).to.equal(tested);
      expect(await ground.project.git('cat-file', '-t', version)).to.equal('tag');
      expect(await ground.project.git('diff', '--name-only', 'HEAD^', 'HEAD')).to.equal(
        'CHANGELOG.md\nREADME.md\ntemplates/deploy.yml',
      );
      const before = await ground.sha('HEAD');
      await ground.stamp({ push: true });
      expect(await ground.sha('HEAD')).to.equal(before);
      expect(await ground.project.git('ls-remote', 'origin', 'refs/heads/main')).to.contain(before);
    });

    it('does nothing when its job is run again on the commit that it has released', async () => {
      await ground.stampAndPush();
      const released = await ground.project.git('ls-remote', 'origin', `refs/tags/${version}`);
      await ground.project.git('tag', '--delete', version);
      await ground.project.git('reset', '--quiet', '--hard', 'HEAD^');
      await ground.stamp({ push: true });
      expect(ground.said.at(-1)).to.contain('was made of this commit before');
      expect(await ground.project.git('ls-remote', 'origin', `refs/tags/${version}`)).to.equal(released);
    });

    it('refuses to make a version twice from two commits', async () => {
      await ground.stampAndPush();
      await ground.project.git('tag', '--delete', version);
      await ground.project.git('reset', '--quiet', '--hard', 'HEAD^');
      await ground.project.git('commit', '--quiet', '--allow-empty', '--message=Go another way');
      expect(await refusalOf(ground.stamp())).to.contain(`${version} was released before, from `);
    });

    it('refuses when main has moved on meanwhile, and leaves neither commit nor tag on the remote', async () => {
      await ground.raise(version);
      await ground.pushImage();
      await ground.project.git('push', '--quiet', 'origin', 'main');
      await ground.project.git('commit', '--quiet', '--allow-empty', '--message=Somebody else');
      await ground.project.git('push', '--quiet', 'origin', 'main');
      const theirs = await ground.sha('HEAD');
      await ground.project.git('reset', '--quiet', '--hard', 'HEAD^');
      expect(await refusalOf(ground.stamp({ push: true }))).to.contain('git push failed');
      const refs = await ground.project.git('ls-remote', 'origin');
      expect(refs).to.contain(theirs).and.not.contain(`refs/tags/${version}`);
    });

    it('refuses without an image of this commit', async () => {
      await ground.raise(version);
      expect(await refusalOf(ground.stamp())).to.contain('its pipeline has to pass first');
      expect(await ground.project.git('tag')).to.equal('');
    });

    it('refuses an image of another version, of another commit, or for one architecture alone', async () => {
      await ground.raise(version);
      await ground.pushImage({ 'org.opencontainers.image.version': '0.0.1' }, ['linux/amd64']);
      expect(await refusalOf(ground.stamp()))
        .to.contain('it is not built for linux/arm64')
        .and.contain(`image.version is 0.0.1, not ${version}`);
      await ground.pushImage({ 'org.opencontainers.image.revision': 'another' });
      expect(await refusalOf(ground.stamp())).to.contain('image.revision is another, not ');
    });

    it('refuses while nothing is in the making, and in a working tree that is not clean', async () => {
      await ground.stampAndPush();
      await ground.project.git('commit', '--quiet', '--allow-empty', '--message=Go on');
      expect(await refusalOf(ground.stamp())).to.contain(`${version} is out: raise the version first`);
      await ground.project.write('note.txt', '');
      expect(await refusalOf(ground.stamp())).to.contain('the working tree is not clean');
    });
  });
});
