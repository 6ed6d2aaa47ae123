import { expect } from 'chai';
import { definitionOf } from '../preflight/look-ahead';
import { openServiceFixture, type FixtureOptions, type ServiceFixture } from '../service-fixture';
import { exits } from '../run';

/** 17 deployments a day, for the 90 days that ECS keeps their records. */
const recorded = 1_500;
/** Without a load balancer of its own, each revision that the service runs is asked what ECS keeps in front of it. */
const inFrontOf = (revisions: number) => revisions;

describe('a service with a long history', () => {
  let fixture: ServiceFixture;
  const open = async (options?: FixtureOptions) => {
    fixture = await openServiceFixture(options);
  };
  const record = (earlier: readonly string[]) =>
    fixture.aws.world.recordEarlierDeployments('shop', 'web', earlier);
  const many = (taskDefinition: string, count: number) => Array<string>(count).fill(taskDefinition);
  const callsOf = (...names: string[]) =>
    fixture.aws.calls.filter(({ operation }) => names.includes(operation)).length;
  const callsForHistory = () => callsOf('ListServiceDeployments', 'DescribeServiceRevisions');
  afterEach(() => fixture.close());

  it('is rolled back with five calls for it, where the one before is the one to go back to', async () => {
    await open();
    await fixture.deploy();
    record(many('web:1', recorded));
    const before = callsForHistory();
    await exits(0, fixture.run(['rollback']));
    expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:1', healthyCount: 2 });
    // The search of the record that the rollback itself has is one more.
    expect(callsForHistory() - before).to.be.at.most(6 + inFrontOf(2));
  });

  it('is read on, twenty revisions at a time, where the one before was deployed long ago', async () => {
    await open({ service: { taskDefinition: 'outside' } });
    fixture.aws.world.registerTaskDefinition({
      family: 'outside',
      requiresCompatibilities: ['EC2'],
      containerDefinitions: [{ name: 'web', image: 'web', memory: 64 }],
    });
    record([...many('outside:1', 130), ...many('outside:2', recorded)]);
    const { log } = await exits(0, fixture.run(['rollback']));
    expect(fixture.aws.truth('web').taskDefinition).to.equal('outside:1');
    expect(log).to.match(/^warning: .* taken back to outside:1 already/m);
    expect(callsOf('DescribeServiceRevisions')).to.equal(7 + inFrontOf(2));
    // The newest one, two pages, and the search for the record of what serves.
    expect(callsOf('ListServiceDeployments')).to.equal(4);
  });

  it('is not read to its end, where nothing in it is another revision', async () => {
    await open();
    record(many('web:1', recorded));
    const { log } = await exits(3, fixture.run(['rollback']));
    expect(log).to.contain('--to FAMILY:REVISION');
    expect(log.match(/^warning: only the newest 400 deployments/gm)).to.have.length(1);
    // Two of them to list the last deployments.
    expect(callsForHistory()).to.be.at.most(53);
  });

  it('is not searched for ever for a revision that has not been deregistered', async () => {
    await open();
    const { world, clock } = fixture.aws;
    const earlier = Array.from({ length: 60 }, (_, index) => `web:${index + 2}`);
    for (let count = 0; count <= earlier.length; count += 1)
      world.registerTaskDefinition(definitionOf(fixture));
    for (const name of ['web:1', ...earlier]) world.deregisterTaskDefinition(name);
    world.updateService({ cluster: 'shop', service: 'web', taskDefinition: 'web:62' });
    await clock.sleep(600_000);
    record(earlier.toReversed());
    const { log } = await exits(3, fixture.run(['rollback']));
    // Ten of them to list the last deployments.
    expect(callsOf('DescribeTaskDefinition')).to.be.within(15, 33);
    expect(log).to.contain('the last 20 revisions that served here have been deregistered');
  });

  it('costs a deployment onto one that has not ended two calls for the revision to go back to', async () => {
    await open();
    record(many('outside:1', recorded));
    fixture.aws.world.updateService({ cluster: 'shop', service: 'web', taskDefinition: 'outside' });
    const { log } = await exits(0, fixture.deploy({ env: { DOCKER_TAG: 'v1' } }));
    expect(log).to.match(/^rollback +to outside:1 if this deployment fails$/m);
    expect(callsForHistory()).to.be.at.most(4 + inFrontOf(1));
  });

  it('says the same in whatever order its pages are', async () => {
    await open();
    await fixture.deploy();
    record([...many('web:1', 150), ...many('outside:1', 40)]);
    const oldestFirst = (answer: string) => {
      const { serviceDeployments, ...rest } = JSON.parse(answer) as { serviceDeployments: unknown[] };
      return JSON.stringify({ ...rest, serviceDeployments: serviceDeployments.toReversed() });
    };
    fixture.aws.faults.add({
      operation: 'ListServiceDeployments',
      kind: 'other-body',
      body: oldestFirst,
      times: 4,
    });
    await exits(0, fixture.run(['rollback']));
    expect(fixture.aws.truth('web').taskDefinition).to.equal('web:1');
  });
});
