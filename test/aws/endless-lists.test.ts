import { expect } from 'chai';
import { definitionOf } from '../preflight/look-ahead';
import { openServiceFixture, type ServiceFixture } from '../service-fixture';
import { exits } from '../run';

describe('a list that has no end', () => {
  let fixture: ServiceFixture;
  beforeEach(async () => {
    fixture = await openServiceFixture();
  });
  afterEach(() => fixture.close());

  const callsOf = (name: string) => fixture.aws.calls.filter(({ operation }) => operation === name);

  // A look of so many calls is made once a minute, one of a few is made more often. Tasks that cannot be listed are looked
  // for twice, 40 seconds apart, before ECS's own word counts; the pauses are what fifty calls a look cost.
  for (const [token, pages, looks, seconds] of [
    ['same', 2, 30, 240],
    ['new', 50, 7, 520],
  ] as const) {
    const makeEndless = (operation: string) =>
      fixture.aws.faults.add({ operation, kind: 'endless-list', times: Infinity, value: token });

    it(`with the ${token} token each time costs a deploy a look now and then, and not its deadline`, async () => {
      makeEndless('ListTasks');
      const start = fixture.aws.clock.now();
      const { log } = await fixture.deploy({ env: { ECS_CD_TIMEOUT: '3m', ECS_CD_ROLLBACK: 'off' } });
      expect(log).to.contain('ListTasks was not read to its end');
      expect((fixture.aws.clock.now() - start) / 1000, log).to.be.at.most(seconds);
      expect(callsOf('ListTasks').length).to.be.at.most(pages * looks);
    });

    it(`with the ${token} token each time is read no further by a rollback than it has to be`, async () => {
      await fixture.deploy();
      makeEndless('ListServiceDeployments');
      const before = callsOf('ListServiceDeployments').length;
      await exits(0, fixture.run(['rollback']));
      // The newest record, the pages of the history that one needs, and the search for the record of what serves.
      expect(callsOf('ListServiceDeployments').length - before).to.be.at.most(5);
    });

    it(`with the ${token} token each time stops no plan`, async () => {
      const secrets = [{ name: 'DATABASE', valueFrom: '/web/database' }];
      fixture.aws.world.registerTaskDefinition(definitionOf(fixture, { secrets }));
      makeEndless('DescribeParameters');
      const { log } = await exits(10, fixture.run(['plan']));
      expect(log).to.contain('the list of parameters was not read to its end');
      expect(callsOf('DescribeParameters')).to.have.length(2);
    });
  }

  it('ends with a cancelled job: no page is asked for after that', async () => {
    fixture.aws.faults.add({ operation: 'ListTasks', kind: 'endless-list', times: Infinity, value: 'new' });
    const interrupter = new AbortController();
    fixture.aws.onCall(() => {
      if (callsOf('ListTasks').length === 5) interrupter.abort('SIGTERM');
    });
    const { exitCode } = await fixture.deploy({ interruption: interrupter.signal });
    expect(exitCode).to.equal(143);
    expect(callsOf('ListTasks')).to.have.length(5);
  });
});
