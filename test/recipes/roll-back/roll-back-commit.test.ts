import { expect } from 'chai';
import { openServiceFixture, type ServiceFixture } from '../../service-fixture';
import { exits } from '../../run';

const commits = ['aaaaaaaa1', 'bbbbbbbb2'] as const;

describe('a rollback by hand', () => {
  let fixture: ServiceFixture;
  beforeEach(async () => {
    fixture = await openServiceFixture();
    for (const commit of commits) fixture.aws.world.putImage('team/web', commit);
  });
  afterEach(() => fixture.close());

  const deploy = async (commit: string) => {
    await exits(0, fixture.deploy({ env: { DOCKER_TAG: commit, CI_COMMIT_SHA: commit } }));
  };

  it('says which commit serves now, and hands it on with the revision before it and the address', async () => {
    for (const commit of commits) await deploy(commit);
    const env = { ECS_CD_ENVIRONMENT_URL: 'https://shop.example.com' };
    const { log, dotenv } = await exits(0, fixture.run(['rollback'], { env }));
    expect(log).to.contain('serving     web:2, commit aaaaaaaa1');
    expect(dotenv).to.include({
      ECS_CD_COMMIT: 'aaaaaaaa1',
      ECS_CD_TASK_DEFINITION: 'web:2',
      ECS_CD_PREVIOUS_TASK_DEFINITION: 'web:3',
      ECS_CD_ENVIRONMENT_URL: 'https://shop.example.com',
    });
  });

  it('names no commit where the tags of the revision name none', async () => {
    await deploy(commits[0]);
    const { log, dotenv } = await fixture.run(['rollback']);
    expect(log).to.contain('serving     web:1, whose tags name no commit');
    expect(dotenv).to.not.have.property('ECS_CD_COMMIT');
    expect(dotenv['ECS_CD_ENVIRONMENT_URL']).to.match(/^https:\/\/.*\/services\/web\//);
  });

  for (const argv of [['rollback'], ['rollback', '--to', 'web:77']])
    it(`lists where it could go when it is refused: ${argv.join(' ')}`, async () => {
      for (const commit of commits) await deploy(commit);
      fixture.aws.world.deregisterTaskDefinition('web:2');
      const { log } = await exits(3, fixture.run(argv));
      expect(log).to.match(/^last deployments$/m);
      expect(log).to.match(/web:2 +aaaaaaaa +SUCCESSFUL +deregistered$/m);
      expect(log).to.match(/web:1 +- +SUCCESSFUL +rollback candidate$/m);
    });
});
