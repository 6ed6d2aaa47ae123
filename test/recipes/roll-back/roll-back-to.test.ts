import { expect } from 'chai';
import { definitionOf } from '../../preflight/look-ahead';
import { loadBalanced, targetGroupNamed } from '../../scenarios/given/givens';
import { openServiceFixture, type ServiceFixture } from '../../service-fixture';
import { exits } from '../../run';

/** No deployment has a state there. */
const behindClassic = {
  loadBalancers: [{ loadBalancerName: 'web', containerName: 'web', containerPort: 8080 }],
};

describe('rolling back to a revision that is named', () => {
  let fixture: ServiceFixture;
  beforeEach(async () => {
    fixture = await openServiceFixture();
  });
  afterEach(() => fixture.close());

  it('refuses a revision that does not exist by the name of the variable that named it', async () => {
    const { log } = await exits(3, fixture.run(['rollback'], { env: { ECS_CD_TO: 'web:99' } }));
    expect(log).to.match(/^happened +web:99 \(ECS_CD_TO\) does not exist; nothing was changed$/m);
    expect(log).to.match(/^fix +name a revision of web that is ACTIVE$/m);
  });

  it('goes there also when AWS does not show the history of the service', async () => {
    await fixture.deploy();
    fixture.aws.faults.add({ operation: 'ListServiceDeployments', kind: 'unavailable', times: 6 });
    await exits(0, fixture.run(['rollback', '--to', 'web:1']));
    expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:1', healthyCount: 2 });
  });

  for (const [what, to, serves, configuration] of [
    ['had not completed', 'web:2', 'web:1', {}],
    [
      'is not the last one that completed',
      'web:1',
      'web:2',
      {
        earlySuccessCriteria: { enable: true, healthyPercent: 100, sourceServiceRevisionCleanup: 'DEFERRED' },
      },
    ],
  ] as const)
    it(`goes there where its tasks drain still, and ECS itself would not, since it ${what}`, async () => {
      await fixture.close();
      fixture = await openServiceFixture({ service: loadBalanced, configuration });
      const { world, clock } = fixture.aws;
      world.setDeregistrationDelay(targetGroupNamed('web'), 600);
      for (const [revision, seconds] of [
        ['web:2', serves === 'web:2' ? 120 : 20],
        ['web:3', 5],
      ] as const) {
        world.registerTaskDefinition(definitionOf(fixture));
        world.updateService({ cluster: 'shop', service: 'web', taskDefinition: revision });
        await clock.sleep(seconds * 1000);
      }
      await exits(0, fixture.run(['rollback', '--to', to]));
      expect(fixture.aws.truth('web')).to.include({ taskDefinition: to, healthyCount: 2 });
    });

  it('is red where ECS goes elsewhere, and goes there when it is run again', async () => {
    await fixture.close();
    fixture = await openServiceFixture({ service: behindClassic });
    const { world, clock } = fixture.aws;
    for (const revision of ['web:2', 'web:3']) {
      world.registerTaskDefinition(definitionOf(fixture));
      world.updateService({ cluster: 'shop', service: 'web', taskDefinition: revision });
      await clock.sleep(revision === 'web:2' ? 20_000 : 2_000);
    }
    const { log } = await exits(7, fixture.run(['rollback', '--to', 'web:2']));
    expect(log).to.match(/^done +web:1 serves again.*; web:2 was asked for$/m);
    await exits(0, fixture.run(['rollback', '--to', 'web:2']));
    expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:2', healthyCount: 2 });
  });

  it('says when what it goes to has never served, and how to return when that fails', async () => {
    fixture.newTasks({ kind: 'crash', exitCode: 1 });
    expect((await fixture.deploy()).exitCode).to.equal(6);
    const { log } = await exits(7, fixture.run(['rollback', '--to', 'web:2']));
    expect(log).to.match(/^warning: no deployment of web:2 has succeeded yet/m);
    expect(log).to.match(/^next +run the rollback job with ECS_CD_TO=web:1 /m);
  });
});
