import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { commits, forEachTest, type BuildFixture } from './build-fixture';

let fixture: BuildFixture;

const hold = (revision: string | undefined, tag = 'v1', repository = 'team/app') =>
  fixture.aws.world.putImage(repository, tag, revision === undefined ? {} : { revision });
const commandsRun = () => fixture.calls().map(({ command }) => command);
const operations = () => fixture.aws.calls.map(({ operation }) => operation);
/** The engine only plays: when it says that it pushes, the image gets into ECR in another way. */
const pushing = (revision: string | undefined = commits.ours, tag = 'v1', repository = 'team/app') => ({
  when: 'pushing\n',
  then: () => void hold(revision, tag, repository),
});
const dotenv = () => readFileSync(path.join(fixture.project, 'ecs-cd.env'), 'utf8');
const immutableRepository = () =>
  fixture.aws.world.createRepository('team/kept', { mutability: 'IMMUTABLE' });

describe('a build whose tag is free', () => {
  forEachTest((opened) => (fixture = opened));
  it('builds, pushes, and hands on the digest that ECR holds', async () => {
    const { exitCode, log } = await fixture.build({}, pushing());
    const digest = fixture.aws.world.imageDigest('team/app', 'v1')!;
    expect(exitCode).to.equal(0);
    expect(commandsRun()).to.deep.equal(['version', 'login', 'build', 'push']);
    expect(dotenv()).to.equal(
      `ECS_CD_VERDICT=succeeded\nECS_CD_IMAGE=${fixture.repositoryUrl}@${digest}\nECS_CD_IMAGE_DIGEST=${digest}\nECS_CD_DOCKER_TAG=v1\n`,
    );
    expect(log).to.contain(`pushed ${fixture.repositoryUrl}@${digest}`);
    expect(log.trimEnd().split('\n').at(-1)).to.equal('verdict     succeeded (exit 0)');
  });

  it('leaves no outputs of an earlier run when it fails, only its verdict', async () => {
    await fixture.build({}, pushing());
    fixture.onCommand('build', 'exit 3');
    const { exitCode } = await fixture.build({ DOCKER_TAG: 'v2' });
    expect(exitCode).to.equal(4);
    expect(dotenv()).to.equal('ECS_CD_VERDICT=build-failed\n');
  });

  it('gives the image both of its names and the commit it comes from', async () => {
    await fixture.build({ REPOSITORY_NAME: 'app' }, pushing());
    const { args, env } = fixture.calls().find(({ command }) => command === 'build')!;
    expect(args).to.deep.equal([
      '--label',
      `org.opencontainers.image.revision=${commits.ours}`,
      ...['--tag', 'app:v1', '--tag', `${fixture.repositoryUrl}:v1`],
      path.join(fixture.project, 'app'),
    ]);
    expect(env.BUILDX_NO_DEFAULT_ATTESTATIONS).to.equal('1');
  });

  it('leaves attestations to whoever asks for them', async () => {
    await fixture.build({ BUILDX_NO_DEFAULT_ATTESTATIONS: '0' }, pushing());
    expect(fixture.calls().at(-1)!.env.BUILDX_NO_DEFAULT_ATTESTATIONS).to.equal('0');
  });

  it('asks ECR for the login before the build, so that credentials which expire meanwhile do no harm', async () => {
    fixture.onCommand('build', 'exit 1');
    await fixture.build();
    expect(operations()).to.deep.equal(['BatchGetImage', 'GetAuthorizationToken']);
  });

  it("streams the build's own output", async () => {
    fixture.onCommand('build', `echo 'Step 1/2'; echo '#1 DONE' >&2; printf '10%%\\r20%%\\r'; exit 1`);
    const { log } = await fixture.build();
    for (const line of ['| Step 1/2', '| #1 DONE', '| 10%', '| 20%'])
      expect(log.split('\n')).to.include(line);
  });
});

describe('a build whose tag ECR holds', () => {
  forEachTest((opened) => (fixture = opened));
  it('uses the image of the same commit, without any engine', async () => {
    const digest = hold(commits.ours);
    const { exitCode, log } = await fixture.build({ PATH: '/nowhere' });
    expect(exitCode).to.equal(0);
    expect(dotenv()).to.contain(`ECS_CD_IMAGE_DIGEST=${digest}\n`);
    expect(log).to.contain(`ECR held the image of commit ${commits.ours} already`);
  });

  it('uses it in an immutable repository too: a retried job ends well', async () => {
    const env = { REPOSITORY_URL: immutableRepository() };
    hold(commits.ours, 'v1', 'team/kept');
    expect((await fixture.build(env)).exitCode).to.equal(0);
    expect(commandsRun()).to.deep.equal([]);
  });

  for (const [what, revision] of [
    ['another commit', commits.theirs],
    ['no commit', undefined],
  ] as const) {
    it(`builds again over the image of ${what} where the tag may move`, async () => {
      hold(revision, 'latest');
      const { exitCode, log } = await fixture.build(
        { DOCKER_TAG: 'latest' },
        pushing(commits.ours, 'latest'),
      );
      expect(exitCode).to.equal(0);
      expect(log).to.contain(revision ?? 'an image without a commit label');
      expect(dotenv()).to.contain(fixture.aws.world.imageDigest('team/app', 'latest'));
    });

    it(`refuses before building over the image of ${what} where the tag cannot move`, async () => {
      const env = { REPOSITORY_URL: immutableRepository() };
      hold(revision, 'v1', 'team/kept');
      const { exitCode, stderr } = await fixture.build(env);
      expect(exitCode).to.equal(5);
      expect(commandsRun()).to.deep.equal([]);
      expect(stderr)
        .to.contain(revision ?? 'an image without a commit label')
        .and.contain('give every commit a DOCKER_TAG');
    });
  }

  it('lets a tag move that the repository excludes from being immutable', async () => {
    const REPOSITORY_URL = fixture.aws.world.createRepository('team/mixed', {
      mutability: 'IMMUTABLE_WITH_EXCLUSION',
      exclusionFilters: [{ filterType: 'WILDCARD', filter: 'late*' }],
    });
    hold(commits.theirs, 'latest', 'team/mixed');
    const env = { REPOSITORY_URL, DOCKER_TAG: 'latest' };
    expect((await fixture.build(env, pushing(commits.ours, 'latest', 'team/mixed'))).exitCode).to.equal(0);
  });

  it('builds again when it is told to', async () => {
    const before = fixture.aws.world.putImage('team/app', 'v1', {
      revision: commits.ours,
      architecture: 'arm64',
    });
    const { exitCode } = await fixture.build({}, { argv: ['--rebuild'], ...pushing() });
    expect(exitCode).to.equal(0);
    expect(fixture.aws.world.imageDigest('team/app', 'v1')).not.to.equal(before);
  });

  it('cannot be told to where the tag cannot move, and says so before building', async () => {
    const env = { REPOSITORY_URL: immutableRepository(), ECS_CD_REBUILD: 'true' };
    hold(commits.ours, 'v1', 'team/kept');
    const { exitCode, stderr } = await fixture.build(env);
    expect(exitCode).to.equal(5);
    expect(stderr).to.contain('ECS_CD_REBUILD').and.contain(commits.ours).and.contain('leave --rebuild out');
    expect(commandsRun()).to.deep.equal([]);
  });
});

describe('a build that does not know its commit', () => {
  forEachTest((opened) => (fixture = opened));
  const env = { CI_COMMIT_SHA: undefined };

  it('never takes what ECR holds for its own, and labels nothing', async () => {
    hold(undefined);
    const { exitCode, log } = await fixture.build(env, pushing(commits.theirs));
    expect(exitCode).to.equal(0);
    expect(fixture.calls().find(({ command }) => command === 'build')!.args).not.to.include('--label');
    expect(log).to.contain('CI_COMMIT_SHA is not set');
  });

  it('refuses where the tag cannot move', async () => {
    const REPOSITORY_URL = immutableRepository();
    hold(commits.theirs, 'v1', 'team/kept');
    const { exitCode, stderr } = await fixture.build({ ...env, REPOSITORY_URL });
    expect(exitCode).to.equal(5);
    expect(stderr).to.contain(commits.theirs).and.contain('without CI_COMMIT_SHA there is no telling');
  });
});

describe('a build that may not look at everything in ECR', () => {
  forEachTest((opened) => (fixture = opened));
  const deny = (operation: string) => fixture.aws.faults.add({ operation, kind: 'access-denied', times: 99 });

  it('tries when it cannot see whether the tag may move: ECR knows', async () => {
    hold(commits.theirs);
    deny('DescribeRepositories');
    const { exitCode, log } = await fixture.build({}, pushing());
    expect(exitCode).to.equal(0);
    expect(log).to.contain('allow ecr:DescribeRepositories on the repository team/app');
  });

  it('builds again when it cannot see the commit of an image', async () => {
    hold(commits.ours);
    deny('GetDownloadUrlForLayer');
    const then = () => void fixture.aws.world.putImage('team/app', 'v1', { architecture: 'arm64' });
    const { exitCode, log } = await fixture.build({}, { ...pushing(), then });
    expect(exitCode).to.equal(0);
    expect(log)
      .to.contain('allow ecr:GetDownloadUrlForLayer')
      .and.contain('an image whose commit cannot be read');
  });

  it('refuses when it can neither see the commit nor move the tag', async () => {
    const REPOSITORY_URL = immutableRepository();
    hold(commits.ours, 'v1', 'team/kept');
    deny('GetDownloadUrlForLayer');
    const { exitCode, stderr } = await fixture.build({ REPOSITORY_URL });
    expect(exitCode).to.equal(5);
    expect(stderr).to.contain('an image whose commit cannot be read');
  });

  it('is rejected when it may not look at all, by the name of the permission', async () => {
    deny('BatchGetImage');
    const { exitCode, stderr } = await fixture.build();
    expect(exitCode).to.equal(3);
    expect(stderr).to.contain('ecr:BatchGetImage on the repository team/app');
  });

  it('is rejected before building when it may not log in', async () => {
    deny('GetAuthorizationToken');
    const { exitCode, stderr } = await fixture.build();
    expect(exitCode).to.equal(3);
    expect(stderr).to.contain('ecr:GetAuthorizationToken on *');
    expect(commandsRun()).to.deep.equal(['version']);
  });
});
