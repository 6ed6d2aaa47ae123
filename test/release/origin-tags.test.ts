import { DescribeTaskDefinitionCommand, ECSClient, type Tag } from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { originIn, withOrigin } from '../../runner/task-definition/origin-tags';
import { openServiceFixture, type ServiceFixture } from '../service-fixture';
import { exits } from '../run';

const commit = '3f2a9c1e'.repeat(5);
const job = {
  CI_COMMIT_SHA: commit,
  CI_JOB_URL: 'https://gitlab.example.com/shop/web/-/jobs/7',
  GITLAB_USER_LOGIN: 'alice',
};
const team = { key: 'team', value: 'shop' };
const own = [
  { key: 'ecs-cd:commit', value: commit },
  { key: 'ecs-cd:job-url', value: job.CI_JOB_URL },
  { key: 'ecs-cd:user', value: 'alice' },
];

describe('a revision that is registered', () => {
  let fixture: ServiceFixture;
  beforeEach(async () => {
    fixture = await openServiceFixture({ names: { tag: commit } });
  });
  afterEach(() => fixture.close());

  const tagsOf = async (taskDefinition: string): Promise<readonly Tag[] | undefined> => {
    const ecs = new ECSClient(fixture.aws.clientConfig);
    const command = new DescribeTaskDefinitionCommand({ taskDefinition, include: ['TAGS'] });
    return (await ecs.send(command)).tags;
  };
  const deployed = async (env: Readonly<Record<string, string>> = {}) => {
    const { log } = await exits(0, fixture.deploy({ env: { ...job, ...env } }));
    return log;
  };

  it('says which commit it runs and which job of whom registered it, beside the tags that it has', async () => {
    await deployed();
    expect(await tagsOf('web:2')).to.deep.equal([team, ...own]);
  });

  it('is the same release to another job of another person: none is registered', async () => {
    await deployed();
    const log = await deployed({
      CI_JOB_URL: 'https://gitlab.example.com/-/jobs/8',
      GITLAB_USER_LOGIN: 'bob',
    });
    expect(log).to.contain('none registered');
    expect(fixture.changes()).to.deep.equal(['RegisterTaskDefinition', 'UpdateService']);
  });

  it('does not keep what a job said of the revision before', async () => {
    await deployed();
    const world = fixture.aws.world;
    world.putImage('team/web', 'by-hand');
    const { exitCode } = await fixture.deploy({ env: { DOCKER_TAG: 'by-hand' } });
    expect(exitCode).to.equal(0);
    expect(await tagsOf('web:3')).to.deep.equal([team]);
  });

  it('names the commit that the image says it is of, not that of the job', async () => {
    await deployed({ DOCKER_TAG: 'v1', STAGE: 'other' });
    expect((await tagsOf('web:2'))?.[1]).to.deep.equal({ key: 'ecs-cd:commit', value: 'commit-v1' });
  });

  for (const [what, fault] of [
    ['ecs:TagResource is denied', { kind: 'access-denied', action: 'ecs:TagResource' }],
    ['only certain tags are allowed', { kind: 'access-denied' }],
    [
      'a tag policy refuses them',
      {
        kind: 'client-error',
        error: { name: 'ClientException', message: 'The tag policy does not allow it.' },
      },
    ],
  ] as const)
    it(`goes without where ${what}, which the log says once`, async () => {
      fixture.aws.faults.add({ operation: 'RegisterTaskDefinition', ...fault });
      const log = await deployed();
      expect(log.match(/registered without the tags ecs-cd/g)).to.have.length(1);
      if ('action' in fault) expect(log).to.contain('allow ecs:TagResource on');
      expect(await tagsOf('web:2')).to.deep.equal([team]);
    });
});

describe('the tags of ecs-cd', () => {
  const input = { family: 'web', containerDefinitions: [] };
  const withTags = (count: number) => ({
    ...input,
    tags: Array.from({ length: count }, (_, at) => ({ key: `k${at}`, value: '' })),
  });
  const origin = { commit: 'abc', jobUrl: 'https://gitlab.example.com/1', user: 'alice' };

  it('leave room for all others: AWS takes 50', () => {
    expect(
      withOrigin(withTags(48), origin)
        .tags?.slice(48)
        .map(({ value }) => value),
    ).to.deep.equal(['abc', 'https://gitlab.example.com/1']);
    expect(withOrigin(withTags(50), origin)).to.deep.equal(withTags(50));
  });

  it('are left out where AWS would not take their value, and none at all is no empty list', () => {
    expect(withOrigin(input, { commit: 'a~b', jobUrl: 'x'.repeat(257), user: '' })).to.deep.equal(input);
  });

  it('are read again as they were written', () => {
    expect(originIn(withOrigin(input, origin).tags ?? [])).to.deep.equal(origin);
  });
});
