import { expect } from 'chai';
import { ECSClient, DescribeTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { openServiceFixture, type ServiceFixture } from '../../service-fixture';
import { exits } from '../../run';

describe('rolling back to a revision that has been deregistered', () => {
  let fixture: ServiceFixture;
  const serving = () => fixture.aws.truth('web').taskDefinition;
  const definition = async (name: string) => {
    const client = new ECSClient(fixture.aws.clientConfig);
    const answer = await client.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: name, include: ['TAGS'] }),
    );
    client.destroy();
    return { containers: answer.taskDefinition?.containerDefinitions, tags: answer.tags };
  };
  /** web:1, web:2 and web:3 have served; web:2 has been deregistered since. */
  beforeEach(async () => {
    fixture = await openServiceFixture();
    fixture.aws.world.putImage('team/web', 'v3');
    await fixture.deploy();
    await fixture.deploy({ env: { DOCKER_TAG: 'v3' } });
    fixture.aws.world.deregisterTaskDefinition('web:2');
  });
  afterEach(() => fixture.close());

  it('names it, changes nothing, and offers it anew or the one before', async () => {
    const before = fixture.changes().length;
    const { log } = await exits(3, fixture.run(['rollback']));
    expect(log).to.match(/^happened +web:2, the last revision whose deployment succeeded before, has been/m);
    expect(log).to.contain('ECS_CD_AGAIN=true').and.contain('ECS_CD_TO=web:1');
    expect(log).not.to.contain('no successful deployment');
    expect(fixture.changes()).to.have.length(before);
  });

  it('names it also where no other one is left', async () => {
    fixture.aws.world.deregisterTaskDefinition('web:1');
    const { log } = await exits(3, fixture.run(['rollback']));
    expect(log).to.contain('web:2, the last revision').and.not.contain('ECS_CD_TO=');
  });

  for (const argv of [
    ['rollback', '--again'],
    ['rollback', '--again', '--to', 'web:2'],
  ]) {
    it(`registers exactly that anew, and once only: ${argv.join(' ')}`, async () => {
      await exits(0, fixture.run(argv));
      expect(serving()).to.equal('web:4');
      expect(await definition('web:4')).to.deep.equal(await definition('web:2'));
      const before = fixture.changes().length;
      expect((await fixture.run(argv)).exitCode).to.equal(0);
      expect(serving()).to.equal('web:4');
      expect(fixture.changes()).to.have.length(before);
    });
  }

  it('does not go forward again when it is asked to go back once more', async () => {
    await fixture.run(['rollback', '--again']);
    const { log } = await exits(0, fixture.run(['rollback']));
    expect(serving()).to.equal('web:4');
    expect(log).to.contain('taken back to web:4 already');
  });

  it('registers no second one after a run that was killed before it updated the service', async () => {
    fixture.aws.faults.add({ operation: 'UpdateService', kind: 'access-denied' });
    expect((await fixture.run(['rollback', '--again'])).exitCode).to.equal(3);
    expect((await fixture.run(['rollback', '--again'])).exitCode).to.equal(0);
    expect(serving()).to.equal('web:4');
  });

  it('registers nothing where it is ACTIVE, and refuses one that is not by the name that was asked for', async () => {
    expect((await fixture.run(['rollback', '--again', '--to', 'web:1'])).exitCode).to.equal(0);
    expect(serving()).to.equal('web:1');
    const { log } = await exits(3, fixture.run(['rollback', '--to', 'web:2']));
    expect(log).to.contain('web:2 (ECS_CD_TO) is INACTIVE').and.contain('ECS_CD_AGAIN=true');
  });

  describe('that ECS itself would go back to', () => {
    /** web:3 is on its way in place of web:1, which has been deregistered. */
    beforeEach(async () => {
      fixture.aws.world.updateService({ cluster: 'shop', service: 'web', taskDefinition: 'web:1' });
      await fixture.aws.clock.sleep(600_000);
      fixture.aws.world.deregisterTaskDefinition('web:1');
      fixture.aws.world.updateService({ cluster: 'shop', service: 'web', taskDefinition: 'web:3' });
      await fixture.aws.clock.sleep(78_000);
    });
    afterEach(async () => {
      expect(serving()).to.equal('web:4');
      expect((await definition('web:4')).containers).to.deep.equal((await definition('web:1')).containers);
    });

    it('registers it also where the deployment is completed before ECS takes it back', async () => {
      fixture.aws.faults.add({ operation: 'StopServiceDeployment', kind: 'stop-too-late' });
      await exits(0, fixture.run(['rollback', '--again']));
    });

    it('registers it also where the deployment is completed before it is begun to be taken back', async () => {
      const { requestHandler, clock } = fixture.aws;
      let calls = 0;
      const handle: typeof requestHandler.handle = async (...request) => {
        if ((calls += 1) === 3) await clock.sleep(600_000);
        return requestHandler.handle(...request);
      };
      const wire = { requestHandler: { ...requestHandler, handle } };
      await exits(0, fixture.run(['rollback', '--again'], { wire }));
      expect(fixture.changes()).to.not.contain('StopServiceDeployment');
    });
  });

  it('is said before a deployment that would pass it over', async () => {
    fixture.aws.world.deregisterTaskDefinition('web:3');
    fixture.aws.world.updateService({ cluster: 'shop', service: 'web', taskDefinition: 'outside' });
    const { log } = await fixture.run(['plan']);
    expect(log).to.contain('web:3, which');
  });
});
