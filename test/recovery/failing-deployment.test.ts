import { expect } from 'chai';
import { onceLogged } from '../log/once-logged';
import { openServiceFixture, type ServiceFixture, type FixtureOptions } from '../service-fixture';
import { exits } from '../run';

const breaker = { deploymentCircuitBreaker: { enable: true, rollback: true } };
const crash = { kind: 'crash', exitCode: 3 } as const;

describe('deploying to a service', () => {
  let fixture: ServiceFixture;
  const open = async (options?: FixtureOptions) => {
    fixture = await openServiceFixture(options);
  };
  afterEach(() => fixture.close());

  it('does not overrule a rollback of ECS that takes longer than it may', async () => {
    await open();
    fixture.newTasks({ kind: 'never-starts' });
    const { exitCode, log } = await fixture.deploy({
      env: { ECS_CD_TIMEOUT: '2m' },
      onLog: onceLogged(/asked ECS to roll/, () => fixture.aws.world.setTimings({ rollbackMs: 3_600_000 })),
    });
    expect(exitCode, log).to.equal(7);
    expect(log).to.match(/done +the rollback to web:1 has not finished within 2 min/);
    expect(fixture.changes()).to.deep.equal([
      'RegisterTaskDefinition',
      'UpdateService',
      'StopServiceDeployment',
    ]);
  });

  it('follows a deployment to its success that ended before it could be stopped', async () => {
    await open();
    fixture.newTasks({ kind: 'healthy' });
    const error = { name: 'ConflictException', message: 'The service deployment has ended.' };
    fixture.aws.faults.add({ operation: 'StopServiceDeployment', kind: 'client-error', error });
    const { log } = await exits(0, fixture.deploy({ env: { ECS_CD_TIMEOUT: '70s' } }));
    expect(fixture.changes()).to.deep.equal(['RegisterTaskDefinition', 'UpdateService']);
    expect(log).to.contain('ended before it could be stopped');
  });

  it('does not undo what was completed while AWS was silent, however late that is seen', async () => {
    await open();
    fixture.aws.world.setRecordDelay('never');
    fixture.aws.faults.add({ operation: '*', kind: 'throttle', after: 8, times: Infinity });
    fixture.aws.clock.schedule(160_000, () => fixture.aws.faults.clear());
    const { exitCode, log } = await fixture.deploy({
      env: { ECS_CD_TIMEOUT: '90s', ECS_CD_PREFLIGHT: 'off' },
    });
    expect(exitCode, log).to.equal(0);
    expect(fixture.changes()).to.deep.equal(['RegisterTaskDefinition', 'UpdateService']);
  });

  it('is not called rolled back when ECS undoes the way back in turn: what was to go serves', async () => {
    await open({ configuration: breaker });
    fixture.newTasks({ kind: 'crash', exitCode: 3, afterSeconds: 60 });
    const { exitCode, log } = await fixture.deploy({
      env: { ECS_CD_BAKE_TIME: '2m' },
      onLog(text) {
        if (!text.includes('updating the service back')) return;
        fixture.aws.world.outcomeOf = ({ taskDefinition }) =>
          taskDefinition === 'web:1' ? crash : { kind: 'healthy' };
      },
    });
    expect(fixture.aws.truth('web').taskDefinition, log).to.equal('web:2');
    expect(exitCode, log).to.equal(7);
    expect(log).to.match(/done .*ECS took the way back to web:1 back itself .*: web:2 serves\n/);
  });
});
