import { expect } from 'chai';
import { bundleLabel } from '../../.ci/image/bake-file';
import { openReleaseGround, type ReleaseGround } from './release-ground';

/** What is said of something that is refused. */
async function refusalOf(doing: Promise<unknown>): Promise<string> {
  return doing.then(
    () => 'it was not refused',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

describe('a release', function () {
  this.timeout(30_000);
  let ground: ReleaseGround;
  let version: string;

  beforeEach(async () => {
    ground = await openReleaseGround();
    ({ version } = ground);
  });

  afterEach(() => ground.close());

  async function stamped(): Promise<string> {
    await ground.raise(version);
    const digest = await ground.pushImage();
    await ground.stamp({ push: true });
    await ground.writeAssets();
    return digest;
  }

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
      await stamped();
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
      await stamped();
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
      await stamped();
      const released = await ground.project.git('ls-remote', 'origin', `refs/tags/${version}`);
      await ground.project.git('tag', '--delete', version);
      await ground.project.git('reset', '--quiet', '--hard', 'HEAD^');
      await ground.stamp({ push: true });
      expect(ground.said.at(-1)).to.contain('was made of this commit before');
      expect(await ground.project.git('ls-remote', 'origin', `refs/tags/${version}`)).to.equal(released);
    });

    it('refuses to make a version twice from two commits', async () => {
      await stamped();
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
      await stamped();
      await ground.project.git('commit', '--quiet', '--allow-empty', '--message=Go on');
      expect(await refusalOf(ground.stamp())).to.contain(`${version} is out: raise the version first`);
      await ground.project.write('note.txt', '');
      expect(await refusalOf(ground.stamp())).to.contain('the working tree is not clean');
    });
  });

  describe('is published, which', () => {
    it('gives the tested image its version, uploads the assets, and does nothing the second time', async () => {
      const digest = await stamped();
      await ground.publish(version);
      expect(ground.images.digestOf(version)).to.equal(digest);
      expect(ground.gitlab.files.size).to.equal(3);
      await ground.publish(version);
      expect(ground.said.filter((line) => line.endsWith(': there'))).to.have.lengthOf(3);
    });

    it('refuses a bundle that is not, byte by byte, the one in the image', async () => {
      await stamped();
      await ground.writeAssets('// another runner\n');
      expect(await refusalOf(ground.publish(version))).to.contain(`${bundleLabel} is `);
      expect(ground.images.digestOf(version)).to.equal(undefined);
      expect(ground.gitlab.files.size).to.equal(0);
    });

    it('refuses a release commit that changes what is in the image', async () => {
      await stamped();
      await ground.project.write('runner/main.ts', '// quickly, before anybody sees it\n');
      await ground.project.git('add', '--all');
      await ground.project.git('commit', '--quiet', '--amend', '--no-edit');
      expect(await refusalOf(ground.publish(version))).to.contain(
        'the release commit changes runner/main.ts, which was not tested like this',
      );
    });

    it('refuses a tag that the files do not name', async () => {
      await stamped();
      expect(await refusalOf(ground.publish('9.9.9')))
        .to.contain(`package.json names ${version}`)
        .and.contain(`CHANGELOG.md has ${version} at its top`);
    });

    it('never gives a version to a second image, nor a name to a second file', async () => {
      await stamped();
      await ground.images.push(version, {});
      const taken = ground.images.digestOf(version);
      expect(await refusalOf(ground.publish(version))).to.contain('a version is released once');
      expect(ground.images.digestOf(version)).to.equal(taken);
    });

    it('never replaces an asset', async () => {
      await stamped();
      const file = `/projects/7/packages/generic/ecs-cd/${version}/ecs-cd-${version}.cjs`;
      ground.gitlab.files.set(file, Buffer.from('another'));
      expect(await refusalOf(ground.publish(version))).to.contain('is there already, with other content');
      expect(String(ground.gitlab.files.get(file))).to.equal('another');
    });
  });
});
