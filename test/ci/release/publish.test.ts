import { expect } from 'chai';
import { filesWith } from './image-registry';
import { skipWithout } from '../needed-programs';
import { bundle, openReleaseGround, refusalOf, type ReleaseGround } from './release-ground';

describe('a release is published, which', () => {
  let ground: ReleaseGround;
  let version: string;

  before(async function () {
    await skipWithout(this, 'skopeo', 'umoci');
  });

  beforeEach(async () => {
    ground = await openReleaseGround();
    ({ version } = ground);
  });

  afterEach(() => ground.close());

  it('gives the tested image its version, uploads the assets, and does nothing the second time', async () => {
    const digest = await ground.stampAndPush();
    await ground.publish(version);
    expect(ground.images.digestOf(version)).to.equal(digest);
    expect(ground.gitlab.files.size).to.equal(3);
    await ground.publish(version);
    expect(ground.said.filter((line) => line.endsWith(': there'))).to.have.lengthOf(3);
  });

  it('refuses a bundle that is not, byte by byte, the one in the image', async () => {
    await ground.stampAndPush();
    await ground.writeAssets('// another runner\n');
    expect(await refusalOf(ground.publish(version))).to.contain(
      'amd64: /usr/local/bin/ecs-cd is another program, not the bundle',
    );
    expect(ground.images.digestOf(version)).to.equal(undefined);
    expect(ground.gitlab.files.size).to.equal(0);
  });

  it('refuses an image whose labels are right and whose program is not, for one platform alone too', async () => {
    const backdoor = `${bundle}// and a back door\n`;
    const programOf = (platform: string) => (platform === 'linux/arm64' ? backdoor : bundle);
    await ground.pushImage({}, undefined, (platform) => filesWith(programOf(platform)));
    await ground.stamp({ push: true });
    await ground.writeAssets();
    const refusal = await refusalOf(ground.publish(version));
    expect(refusal).to.contain('arm64: /usr/local/bin/ecs-cd is another program, not the bundle');
    expect(refusal).not.to.contain('amd64');
    expect(ground.images.digestOf(version)).to.equal(undefined);
    expect(ground.gitlab.files.size).to.equal(0);
  });

  it('refuses an image of another version or of another commit', async () => {
    await ground.pushImage({
      'org.opencontainers.image.version': '0.0.1',
      'org.opencontainers.image.revision': 'another',
    });
    await ground.stamp({ push: true });
    await ground.writeAssets();
    expect(await refusalOf(ground.publish(version)))
      .to.contain(`amd64: its version is 0.0.1, not ${version}`)
      .and.contain('arm64: its commit is another, not ');
    expect(ground.images.digestOf(version)).to.equal(undefined);
  });

  it('refuses an image for one architecture alone', async () => {
    await ground.pushImage({}, ['linux/amd64']);
    await ground.stamp({ push: true });
    await ground.writeAssets();
    expect(await refusalOf(ground.publish(version))).to.contain(
      'arm64: its architecture is amd64, not arm64',
    );
    expect(ground.images.digestOf(version)).to.equal(undefined);
  });

  it('refuses a commit that never was on the default branch, though all that it says is true', async () => {
    await ground.project.git('push', '--quiet', 'origin', 'main');
    await ground.project.git('checkout', '--quiet', '-b', 'evil');
    await ground.project.git('commit', '--quiet', '--allow-empty', '--message=Reviewed by nobody');
    await ground.pushImage();
    await ground.stamp();
    await ground.writeAssets();
    await ground.project.git('push', '--quiet', 'origin', 'evil', version);
    expect(await refusalOf(ground.publish(version))).to.contain(
      `${await ground.sha('HEAD')} is not on main: delete the tag, merge `,
    );
    expect(ground.images.digestOf(version)).to.equal(undefined);
    expect(ground.gitlab.files.size).to.equal(0);
  });

  it('refuses a release commit of its own on top of the tested one: it could let the template run anything', async () => {
    await ground.stampAndPush();
    await ground.project.git('commit', '--quiet', '--amend', '--message=Release, with another template');
    expect(await refusalOf(ground.publish(version))).to.contain('is not on main');
  });

  it('publishes when the default branch has moved on meanwhile', async () => {
    const digest = await ground.stampAndPush();
    await ground.project.git('commit', '--quiet', '--allow-empty', '--message=Go on');
    await ground.project.git('push', '--quiet', 'origin', 'main');
    await ground.project.git('checkout', '--quiet', version);
    await ground.publish(version);
    expect(ground.images.digestOf(version)).to.equal(digest);
  });

  it('refuses a release commit that changes what is in the image', async () => {
    await ground.stampAndPush();
    await ground.project.write('runner/main.ts', '// quickly, before anybody sees it\n');
    await ground.project.git('add', '--all');
    await ground.project.git('commit', '--quiet', '--amend', '--no-edit');
    await ground.project.git('push', '--quiet', '--force', 'origin', 'main');
    expect(await refusalOf(ground.publish(version))).to.contain(
      'the release commit changes runner/main.ts, which was not tested like this',
    );
  });

  it('refuses a tag that the files do not name', async () => {
    await ground.stampAndPush();
    expect(await refusalOf(ground.publish('9.9.9')))
      .to.contain(`package.json names ${version}`)
      .and.contain(`CHANGELOG.md has ${version} at its top`);
  });

  it('never gives a version to a second image, nor a name to a second file', async () => {
    await ground.stampAndPush();
    await ground.images.push(version, {});
    const taken = ground.images.digestOf(version);
    expect(await refusalOf(ground.publish(version))).to.contain('a version is released once');
    expect(ground.images.digestOf(version)).to.equal(taken);
  });

  it('never replaces an asset', async () => {
    await ground.stampAndPush();
    const file = `/projects/7/packages/generic/ecs-cd/${version}/ecs-cd-${version}.cjs`;
    ground.gitlab.files.set(file, Buffer.from('another'));
    expect(await refusalOf(ground.publish(version))).to.contain('is there already, with other content');
    expect(String(ground.gitlab.files.get(file))).to.equal('another');
  });
});
