import { expect } from 'chai';
import { openServiceFixture, type ServiceFixture, type FixtureOptions } from '../service-fixture';
import { exits } from '../run';

describe('deploying to a service', () => {
  let fixture: ServiceFixture;
  const open = async (options?: FixtureOptions) => {
    fixture = await openServiceFixture(options);
  };
  afterEach(() => fixture.close());

  describe('that takes the new revision', () => {
    it('ends in succeeded when it serves at its count, with one registration and one update', async () => {
      await open();
      const { log, dotenv } = await exits(0, fixture.deploy());
      expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:2', healthyCount: 2 });
      expect(fixture.changes()).to.deep.equal(['RegisterTaskDefinition', 'UpdateService']);
      expect(log)
        .to.match(/verdict +succeeded \(exit 0\)\n$/)
        .and.contain('web:2 serves 2 of 2 tasks');
      expect(dotenv).to.include({
        ECS_CD_VERDICT: 'succeeded',
        ECS_CD_TASK_DEFINITION: 'web:2',
        ECS_CD_PREVIOUS_TASK_DEFINITION: 'web:1',
      });
    });

    it('runs the image by its digest, with STAGE as stream prefix and the tags of the family', async () => {
      await open();
      await fixture.deploy({ env: { STAGE: 'production' } });
      const digest = fixture.aws.world.imageDigest('team/web', 'v2');
      expect(fixture.aws.truth('web').images).to.deep.equal({
        web: `${fixture.env['REPOSITORY_URL']}@${digest}`,
      });
      const [registered] = fixture.aws.calls.filter(
        ({ operation }) => operation === 'RegisterTaskDefinition',
      );
      expect(JSON.stringify(registered?.input))
        .to.contain('"awslogs-stream-prefix":"production"')
        .and.contain('"tags":[{"key":"team","value":"shop"}]');
    });

    it('tells counts and events once each, with the time that has passed', async () => {
      await open();
      const { log } = await fixture.deploy();
      const lines = log.split('\n').filter((line) => /^\d\d:\d\d {2}/.test(line));
      expect(new Set(lines.map((line) => line.slice(7))).size).to.equal(lines.length);
      expect(log).to.match(/\d\d:\d\d {2}running 2\/2/);
    });

    it('follows by the list of deployments when looking at service deployments is not permitted, and says so once', async () => {
      await open();
      fixture.aws.faults.add({ operation: 'ListServiceDeployments', kind: 'access-denied', times: 99 });
      const { log } = await exits(0, fixture.deploy());
      expect(log.match(/following the service's list of deployments/g)).to.have.length(1);
    });
  });

  describe('that cannot be deployed to', () => {
    it('lists the containers with exit 2 when it cannot tell which one gets the image', async () => {
      await open();
      const { log } = await exits(2, fixture.deploy({ env: { ECS_CD_CONTAINER: 'wob' } }));
      expect(log).to.match(/ECS_CD_CONTAINER is wob.*web.*; nothing was changed/);
      expect(fixture.changes()).to.deep.equal([]);
    });

    it('says beside a missing image that it is the cluster which is missing, by its variable', async () => {
      await open();
      const { log } = await fixture.deploy({ env: { CLUSTER_NAME: 'shpo', DOCKER_TAG: 'v99' } });
      expect(log)
        .to.match(/^ +DOCKER_TAG /m)
        .and.match(
          /^ +CLUSTER_NAME +there is no cluster shpo in eu-central-1\n +fix: set CLUSTER_NAME to a cluster/m,
        );
    });

    for (const [variable, value] of [
      ['TASK_FAMILY', 'webb'],
      ['ECS_CD_CONTAINER', 'wob'],
    ] as const) {
      it(`says beside a wrong ${variable} that the image and the service are missing as well`, async () => {
        await open();
        const env = { [variable]: value, SERVICE_NAME: 'webb', DOCKER_TAG: 'v99' };
        const { log } = await exits(3, fixture.deploy({ env }));
        expect(log)
          .to.match(new RegExp(`^ +${variable} `, 'm'))
          .and.match(/^ +SERVICE_NAME +there is no service webb/m)
          .and.match(/^ +DOCKER_TAG +there is no image .*:v99/m)
          .and.contain('3 problems block this deployment; nothing was changed');
      });
    }

    it('says of a family without a revision that nothing was changed, and what to set', async () => {
      await open();
      const { log } = await fixture.deploy({ env: { TASK_FAMILY: 'webb' } });
      expect(log)
        .to.match(/happened +.*Unable to describe task definition.*; nothing was changed/)
        .and.match(/fix +set TASK_FAMILY to a family/);
    });

    it('asks to try again, with nothing changed, when AWS does not answer', async () => {
      await open();
      fixture.aws.faults.add({ operation: 'DescribeServices', kind: 'unavailable', times: 99 });
      await exits(75, fixture.deploy());
      expect(fixture.changes()).to.deep.equal([]);
    });
  });
});
