import { expect } from 'chai';
import { versionedFiles, versionedPages } from '../../../.ci/release/project-files';
import { openReleaseGround, refusalOf, type ReleaseGround } from './release-ground';

describe('a release is stamped, which', () => {
  let ground: ReleaseGround;
  let version: string;

  beforeEach(async () => {
    ground = await openReleaseGround();
    ({ version } = ground);
  });

  afterEach(() => ground.close());

  it('makes one commit and an annotated tag on top of the tested commit, and does nothing the second time', async () => {
    await ground.pushImage();
    const tested = await ground.sha('HEAD');
    await ground.stamp();
    expect(await ground.sha('HEAD^')).to.equal(tested);
    expect(await ground.project.git('cat-file', '-t', version)).to.equal('tag');
    const changed = (await ground.project.git('diff', '--name-only', 'HEAD^', 'HEAD')).split('\n');
    expect(changed).to.include.members(['CHANGELOG.md', 'docs/reference.md', 'templates/deploy.yml']);
    const { changelog, template } = versionedFiles;
    const stamped = [changelog, template, ...versionedPages.map((page) => versionedFiles[page])];
    expect(stamped).to.include.members(changed);
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

  it('refuses without an image that the pipeline of this commit has pushed', async () => {
    expect(await refusalOf(ground.stamp())).to.contain('dist/images.json');
    await ground.pushImage();
    await ground.project.git('commit', '--quiet', '--allow-empty', '--message=Go on');
    const tested = `${ground.images.project}/runner:${await ground.sha('HEAD^')}`;
    expect(await refusalOf(ground.stamp())).to.contain(`dist/images.json tells of ${tested}, not of `);
    await ground.project.write('dist/images.json', '{"simulator":{}}');
    expect(await refusalOf(ground.stamp())).to.contain('tells of no runner image');
    expect(await ground.project.git('tag')).to.equal('');
  });

  it('refuses while the pipeline runs an image that has a tag alone', async () => {
    await ground.pushImage();
    await ground.project.write('.gitlab-ci.yml', 'image: node:24-bookworm\n');
    await ground.project.git('commit', '--quiet', '--all', '--amend', '--no-edit');
    expect(await refusalOf(ground.stamp())).to.contain('runs node:24-bookworm without its digest');
    expect(await ground.project.git('tag')).to.equal('');
  });

  it('refuses while nothing is in the making, and in a working tree that is not clean', async () => {
    await ground.stampAndPush();
    await ground.project.git('commit', '--quiet', '--allow-empty', '--message=Go on');
    expect(await refusalOf(ground.stamp())).to.contain(`${version} is out: raise the version first`);
    await ground.project.write('note.txt', '');
    expect(await refusalOf(ground.stamp())).to.contain('the working tree is not clean');
  });
});
