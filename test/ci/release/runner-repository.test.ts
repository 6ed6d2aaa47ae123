import { expect } from 'chai';
import { tmpdir } from 'node:os';
import { programFile, runnerRepository } from '../../../.ci/release/runner-repository';
import { filesWith, openImageRegistry, type Files, type ImageRegistry } from './image-registry';
import { skipWithout } from '../needed-programs';

describe('the repository of the runner image', () => {
  let images: ImageRegistry;
  let repository: ReturnType<typeof runnerRepository>;

  before(async function () {
    await skipWithout(this, 'skopeo', 'umoci');
    images = await openImageRegistry();
    const env = { PATH: process.env.PATH, ...images.env };
    repository = runnerRepository(`${images.project}/runner`, { folder: tmpdir(), env });
  });

  after(() => (images as ImageRegistry | undefined)?.close());

  it('has for each architecture what a container finds there: labels and program', async () => {
    const digest = await images.push('c0ffee', { made: 'by hand' }, undefined, filesWith);
    for (const architecture of ['amd64', 'arm64']) {
      expect(await repository.build(digest, architecture)).to.deep.equal({
        architecture,
        labels: { made: 'by hand' },
        program: Buffer.from(`linux/${architecture}`),
      });
    }
  });

  const astray: Readonly<Record<string, Files>> = {
    'a link is in its place': [[programFile, __filename, 'SymbolicLink']],
    'a link leads its folder elsewhere': [
      ['usr/local/elsewhere/ecs-cd', 'evil'],
      ['usr/local/bin', 'elsewhere', 'SymbolicLink'],
    ],
    'it is not there': [['usr/local/bin/node', 'node']],
  };
  for (const [why, files] of Object.entries(astray)) {
    it(`has no program where ${why}`, async () => {
      const digest = await images.push('c0ffee', {}, ['linux/amd64'], () => files);
      expect((await repository.build(digest, 'amd64')).program).to.equal(undefined);
    });
  }

  it('has the last program of a layer that has two', async () => {
    const files = [...filesWith('first'), ...filesWith('last')];
    const digest = await images.push('c0ffee', {}, ['linux/amd64'], () => files);
    expect(String((await repository.build(digest, 'amd64')).program)).to.equal('last');
  });

  it('has nothing for an architecture that the image is not built for', async () => {
    const digest = await images.push('c0ffee', {}, ['linux/amd64', 'linux/s390x']);
    expect(await repository.build(digest, 'arm64').catch(String)).to.match(/no image found.*arm64/);
  });

  it('gives an image one more tag without changing a byte of it, and knows what a tag names', async () => {
    const digest = await images.push('c0ffee', {});
    expect(await repository.digestOf('1.2.3')).to.equal(undefined);
    await repository.tag(digest, '1.2.3');
    expect(images.digestOf('1.2.3')).to.equal(digest);
    expect(await repository.digestOf('1.2.3')).to.equal(digest);
  });

  it('does not take a refusal for a tag that is not there', async () => {
    const env = { PATH: process.env.PATH, ...images.env, REGISTRY_AUTH_FILE: '/dev/null' };
    const stranger = runnerRepository(repository.name, { folder: tmpdir(), env });
    expect(await stranger.digestOf('1.2.3').catch(String)).to.match(/skopeo inspect failed/);
  });
});
