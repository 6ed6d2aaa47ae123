import { expect } from 'chai';
import { commits, forEachTest, type BuildFixture } from './build-fixture';
import { exits } from '../run';

let fixture: BuildFixture;

const platforms = 'linux/amd64,linux/arm64';
const calls = (command: string) =>
  fixture
    .calls()
    .filter((call) => call.command === command)
    .map(({ args }) => args.join(' '));
const withImageStore = () => {
  fixture.onCommand('buildx', 'echo 0.13');
  fixture.onCommand('info', `echo '[["driver-type","io.containerd.snapshotter.v1"]]'`);
};
/** What is in ECR once the engine, which only plays, says that it pushes. */
const pushing = (then: () => void) => ({ when: 'pushing\n', then });
const index = (architectures: readonly string[], isAttested = false) =>
  fixture.aws.world.putImageIndex('team/app', 'v1', architectures, { revision: commits.ours, isAttested });

describe('an image for other platforms', () => {
  forEachTest((opened) => (fixture = opened));
  it('is built for the one that is asked for, by any engine', async () => {
    await fixture.build({ ECS_CD_PLATFORM: 'linux/arm64' });
    expect(calls('build')[0]).to.contain('--platform linux/arm64 --tag');
  });

  it('is an index where there are several, and used again as such', async () => {
    withImageStore();
    const env = { ECS_CD_PLATFORM: platforms };
    const first = await fixture.build(
      env,
      pushing(() => index(['amd64', 'arm64'])),
    );
    expect(first.exitCode, first.log).to.equal(0);
    expect(calls('build')[0]).to.contain(`--platform ${platforms}`);
    expect((await fixture.build(env)).log).to.contain('ECR held the image of commit');
  });

  it('is refused before the build where the engine keeps no index, with the ways out', async () => {
    const { exitCode, stderr } = await fixture.build({
      ECS_CD_PLATFORM: platforms,
      ECS_CD_ATTESTATIONS: 'on',
    });
    expect(exitCode).to.equal(3);
    for (const words of ['ECS_CD_PLATFORM', 'ECS_CD_ATTESTATIONS', 'docker:29-dind', 'Podman'])
      expect(stderr).to.contain(words);
    expect(calls('build')).to.deep.equal([]);
  });

  it('is a list with Podman, which clears what has its name first', async () => {
    fixture.onCommand('info', 'echo 5.0.0', 'podman');
    for (const command of ['login', 'build', 'manifest', 'untag'])
      fixture.onCommand(command, 'echo pushing', 'podman');
    const env = { ECS_CD_PLATFORM: platforms, ECS_CD_ENGINE: 'podman' };
    await fixture.build(
      env,
      pushing(() => index(['amd64', 'arm64'])),
    );
    const reference = `${fixture.repositoryUrl}:v1`;
    expect(calls('build')[0]).to.contain(`--platform ${platforms} --no-cache --manifest ${reference} `);
    expect(calls('untag')).to.deep.equal([reference]);
    const [clearing, push] = calls('manifest');
    expect(clearing).to.equal(`rm ${reference}`);
    expect(push).to.match(/^push --all .*--digestfile \S+ \S+:v1 docker:\/\/\S+:v1$/);
  });

  it('is refused where Docker would spend a tag that cannot move on its parts', async () => {
    withImageStore();
    const REPOSITORY_URL = fixture.aws.world.createRepository('team/fixed', { mutability: 'IMMUTABLE' });
    for (const env of [{ ECS_CD_PLATFORM: platforms }, { ECS_CD_ATTESTATIONS: 'on' }]) {
      const { exitCode, stderr } = await fixture.build({ REPOSITORY_URL, ...env });
      expect(exitCode).to.equal(3);
      expect(stderr).to.contain('under this tag, which cannot move').and.contain('Docker 29');
    }
    expect(calls('build')).to.deep.equal([]);
  });

  it('is built again where the image of the same commit is of too few', async () => {
    fixture.aws.world.putImage('team/app', 'v1', { revision: commits.ours });
    withImageStore();
    const env = { ECS_CD_PLATFORM: platforms };
    const { exitCode, log } = await fixture.build(
      env,
      pushing(() => index(['amd64', 'arm64'])),
    );
    expect(log).to.contain('not built for linux/arm64; it is built again');
    expect(exitCode, log).to.equal(0);
  });

  it('is no success where the engine pushed another than was asked for', async () => {
    const put = () =>
      void fixture.aws.world.putImage('team/app', 'v1', { revision: commits.ours, architecture: 'amd64' });
    const { exitCode, stderr } = await fixture.build({ ECS_CD_PLATFORM: 'linux/arm64' }, pushing(put));
    expect(exitCode).to.equal(5);
    expect(stderr).to.contain('is not built for linux/arm64');
  });

  it('is told with both ways out where a step cannot run here', async () => {
    fixture.onCommand('build', 'echo "0.57 exec /bin/sh: exec format error"; exit 1');
    const { exitCode, stderr } = await fixture.build({ ECS_CD_PLATFORM: 'linux/arm64' });
    expect(exitCode).to.equal(4);
    expect(stderr).to.contain('(tags)').and.contain('tonistiigi/binfmt');
  });
});

describe('an image with its SBOM and its provenance', () => {
  forEachTest((opened) => (fixture = opened));
  it('is an index of one platform, which is used again', async () => {
    withImageStore();
    const env = { ECS_CD_ATTESTATIONS: 'on', ECS_CD_PLATFORM: 'linux/amd64' };
    const { exitCode, log } = await fixture.build(
      env,
      pushing(() => index(['amd64'], true)),
    );
    expect(exitCode, log).to.equal(0);
    expect(calls('build')[0]).to.contain('--attest type=provenance,mode=min --attest type=sbom');
    expect((await fixture.build(env)).log).to.contain('ECR held the image of commit');
  });
});

describe('the cache of a build', () => {
  forEachTest((opened) => (fixture = opened));
  const cache = { ECS_CD_BUILD_CACHE: 'on' };
  const put = () => void fixture.aws.world.putImage('team/app', 'v1', { revision: commits.ours });
  const tag = () => `${fixture.repositoryUrl}:build-cache`;

  it('is a thing of its own in the repository where the engine can', async () => {
    withImageStore();
    await fixture.build(cache, pushing(put));
    expect(calls('build')[0]).to.contain(
      `--cache-to type=registry,ref=${tag()},mode=max,image-manifest=true`,
    );
    expect(calls('push')).to.have.length(1);
  });

  it('is within the image otherwise, which gets its name too', async () => {
    fixture.onCommand('buildx', 'echo 0.13');
    await fixture.build(cache, pushing(put));
    expect(calls('build')[0]).to.contain(`--cache-from ${tag()} --build-arg BUILDKIT_INLINE_CACHE=1`);
    expect(calls('push')).to.deep.equal([`${fixture.repositoryUrl}:v1`, tag()]);
  });

  it('is left out, and this said, with an engine that has none', async () => {
    const { log } = await exits(0, fixture.build(cache, pushing(put)));
    expect(log).to.contain('built without a cache: Docker 28.0.0');
    expect(calls('build')[0]).not.to.contain('cache');
  });

  for (const failure of [
    'error writing layer blob: 403',
    'failed to copy: https://x/v2/team/app/blobs/sha256:1: 503',
  ])
    it(`never fails a build: ${failure.slice(0, 14)}`, async () => {
      withImageStore();
      fixture.onCommand(
        'build',
        `case "$*" in *cache-to*) echo "ERROR: failed to solve: ${failure}" >&2; exit 1;; esac`,
      );
      const { log } = await exits(0, fixture.build(cache, pushing(put)));
      expect(log).to.contain('could not be used: building without a cache');
    });

  it('is no excuse for a Dockerfile that does not build', async () => {
    withImageStore();
    fixture.onCommand('build', 'echo "ERROR: failed to compute cache key: not found" >&2; exit 1');
    expect((await fixture.build(cache)).exitCode).to.equal(4);
    expect(calls('build')).to.have.length(1);
  });

  it('is off where its tag could not move', async () => {
    withImageStore();
    const REPOSITORY_URL = fixture.aws.world.createRepository('team/fixed', { mutability: 'IMMUTABLE' });
    const { log } = await fixture.build({ ...cache, REPOSITORY_URL });
    expect(log).to.contain('does not let the tag build-cache move');
    expect(calls('build')[0]).not.to.contain('cache');
  });
});
