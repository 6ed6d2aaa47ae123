import { expect } from 'chai';
import { lifecycleRulesOf } from '../../runner/ecr/lifecycle';
import { commits, forEachTest, type BuildFixture } from './build-fixture';
import { exits } from '../run';

let fixture: BuildFixture;

/** The engine only plays: when it says that it pushes, the image gets into ECR in another way. */
const pushing = (repository = 'team/app') => ({
  when: 'pushing\n',
  then: () => void fixture.aws.world.putImage(repository, 'v1', { revision: commits.ours }),
});

describe('a build whose tag names something else than an image', () => {
  forEachTest((opened) => (fixture = opened));
  it('never takes for an image what only carries the label of this commit', async () => {
    const options = { revision: commits.ours, artifactType: 'application/vnd.example.sbom' };
    fixture.aws.world.putImage('team/app', 'v1', options);
    const { exitCode, log } = await fixture.build({}, pushing());
    expect(exitCode).to.equal(0);
    expect(log).to.contain('names no image but application/vnd.example.sbom; it is built again');
  });
});

describe('a build with more tags', () => {
  forEachTest((opened) => (fixture = opened));
  const named = (tag: string, repository = 'team/app') => fixture.aws.world.imageDigest(repository, tag);

  it('puts them on the image without another push, and once more changes nothing', async () => {
    const env = { ECS_CD_ALSO_TAG: 'latest,stable' };
    fixture.aws.world.putImage('team/app', 'latest', { revision: commits.theirs });
    for (let run = 0; run < 2; run++) {
      await exits(0, fixture.build(env, pushing()));
      expect([named('latest'), named('stable')]).to.deep.equal([named('v1'), named('v1')]);
    }
    expect(fixture.calls().filter(({ command }) => command === 'push')).to.have.lengthOf(1);
  });

  it('refuses before the build a tag that names another image and cannot move', async () => {
    const REPOSITORY_URL = fixture.aws.world.createRepository('team/kept', { mutability: 'IMMUTABLE' });
    fixture.aws.world.putImage('team/kept', 'latest', { revision: commits.theirs });
    const { exitCode, stderr } = await fixture.build({ REPOSITORY_URL, ECS_CD_ALSO_TAG: 'stable,latest' });
    expect(exitCode).to.equal(5);
    expect(stderr).to.contain('ECS_CD_ALSO_TAG cannot be latest: it').and.contain('ExclusionFilters');
    expect(fixture.calls().map(({ command }) => command)).to.deep.equal([]);
  });
});

describe('a build whose repository is missing', () => {
  forEachTest((opened) => (fixture = opened));
  const missing = (name = 'team/new') => ({
    REPOSITORY_URL: fixture.repositoryUrl.replace('team/app', name),
  });

  it('is refused, but for where ECR creates it on the push', async () => {
    const { world } = fixture.aws;
    world.createOnPush(['team']);
    const create = () => {
      world.createRepository('team/new');
      pushing('team/new').then();
    };
    fixture.onCommand('buildx', 'echo 0.13');
    const env = { ...missing(), ECS_CD_BUILD_CACHE: 'on' };
    const { log } = await exits(0, fixture.build(env, { when: 'pushing\n', then: create }));
    expect(log).to.contain('on the push, by the template team');
    expect((await fixture.build(missing('other/new'))).exitCode).to.equal(3);
  });

  it('creates it where it is told to, with the tags that may move and a policy that keeps what runs', async () => {
    const env = { ...missing(), ECS_CD_CREATE_REPOSITORY: 'on', ECS_CD_ALSO_TAG: 'latest' };
    await exits(0, fixture.build(env, pushing('team/new')));
    const inputOf = (name: string) =>
      fixture.aws.calls.find(({ operation }) => operation === name)?.input as Record<string, unknown>;
    const filters = ['live-*', 'build-cache', 'latest'].map((filter) => ({ filterType: 'WILDCARD', filter }));
    expect(inputOf('CreateRepository')).to.deep.equal({
      repositoryName: 'team/new',
      imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
      imageTagMutabilityExclusionFilters: filters,
      imageScanningConfiguration: { scanOnPush: true },
    });
    const [first] = lifecycleRulesOf(String(inputOf('PutLifecyclePolicy')['lifecyclePolicyText']));
    expect(first?.selection.tagPatternList).to.deep.equal(['live-*']);
    expect(fixture.aws.world.imageDigest('team/new', 'latest')).to.be.a('string');
  });

  it('leaves one as it is that another job has created meanwhile', async () => {
    const { world, faults, calls } = fixture.aws;
    const error = { name: 'RepositoryAlreadyExistsException', message: 'It exists.' };
    faults.add({ operation: 'CreateRepository', kind: 'client-error', error });
    const then = () => {
      world.createRepository('team/new');
      pushing('team/new').then();
    };
    const env = { ...missing(), ECS_CD_CREATE_REPOSITORY: 'on' };
    const { log } = await exits(0, fixture.build(env, { when: 'building', then }));
    expect(log).to.contain('team/new was created meanwhile');
    expect(calls.map(({ operation }) => operation)).to.not.include('PutLifecyclePolicy');
  });

  it('says that it is about the key where that is what AWS refuses', async () => {
    const error = { name: 'KmsException', message: 'The key is disabled.' };
    fixture.aws.faults.add({ operation: 'CreateRepository', kind: 'client-error', error });
    const { exitCode, stderr } = await fixture.build({ ...missing(), ECS_CD_CREATE_REPOSITORY: 'on' });
    expect(exitCode).to.equal(3);
    expect(stderr).to.contain('The key is disabled').and.contain('check the KMS key');
  });
});
