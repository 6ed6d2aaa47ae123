import { expect } from 'chai';
import { killedAfterUpdate, pausedAfterScaleUp } from '../scenarios/given/givens';
import { openServiceFixture, type ServiceFixture } from '../service-fixture';
import { exits } from '../run';

describe('an answer to a gate of which AWS does not say whether it came', () => {
  let fixture: ServiceFixture;
  afterEach(() => fixture.close());

  const atTheGate = async (hooks: number) => {
    const { lifecycleHooks = [] } = pausedAfterScaleUp;
    const all = Array.from({ length: hooks }, () => lifecycleHooks).flat();
    fixture = await openServiceFixture({ configuration: { ...pausedAfterScaleUp, lifecycleHooks: all } });
    await exits(11, fixture.deploy());
  };
  const lost = { operation: 'ContinueServiceDeployment', kind: 'strange-page' } as const;

  for (const [command, serves] of [
    ['continue', 'web:2'],
    ['reject', 'web:1'],
  ] as const)
    it(`has come where the hook waits no more: ${command}`, async () => {
      await atTheGate(1);
      fixture.aws.faults.add(lost);
      await exits(0, fixture.run([command]));
      expect(fixture.aws.truth('web').taskDefinition).to.equal(serves);
    });

  it('has not where the hook waits on: nothing was changed', async () => {
    await atTheGate(1);
    fixture.aws.faults.add({ operation: 'ContinueServiceDeployment', kind: 'throttle', times: Infinity });
    await exits(75, fixture.run(['continue']));
    expect(fixture.aws.truth('web').waitsFor).to.equal('hook');
  });

  it('is not said to have changed nothing where it cannot be looked for', async () => {
    await atTheGate(1);
    fixture.aws.faults.add(lost);
    fixture.aws.onCall(({ operation }) => {
      if (operation !== 'ContinueServiceDeployment') return;
      fixture.aws.faults.add({
        ...{ operation: 'DescribeServiceDeployments', kind: 'access-denied', times: Infinity },
      });
    });
    const { log } = await exits(7, fixture.run(['continue']));
    expect(log).to.match(
      /^happened +ContinueServiceDeployment failed .*whether ECS has taken it is not known/m,
    );
    expect(log).to.match(/^fix +run this job again/m);
  });

  it('is not said to have changed nothing where the job is cancelled before it can be looked for', async () => {
    await atTheGate(1);
    fixture.aws.faults.add(lost);
    const interrupter = new AbortController();
    fixture.aws.onCall(({ operation }) => {
      if (operation === 'ContinueServiceDeployment') interrupter.abort('SIGTERM');
    });
    const { log } = await exits(143, fixture.run(['continue'], { interruption: interrupter.signal }));
    expect(log).to.contain('whether ECS has taken it is not known');
  });

  it('is not waited for where AWS does not let the record be read', async () => {
    fixture = await openServiceFixture({ configuration: pausedAfterScaleUp });
    await killedAfterUpdate(fixture);
    fixture.aws.faults.add({ operation: 'ListServiceDeployments', kind: 'access-denied', times: Infinity });
    const before = fixture.aws.clock.now();
    await exits(3, fixture.run(['continue']));
    expect(fixture.aws.clock.now() - before).to.be.below(1_000);
  });

  it('is not said to have changed nothing where another hook of the gate was answered', async () => {
    await atTheGate(2);
    fixture.aws.faults.add({ operation: 'ContinueServiceDeployment', kind: 'access-denied', after: 1 });
    const { log } = await exits(7, fixture.run(['continue']));
    expect(log).to.match(
      /^happened .*ecs:ContinueServiceDeployment.*; of 2 hooks that waited 1 was answered/m,
    );
    await exits(0, fixture.run(['continue']));
  });
});
