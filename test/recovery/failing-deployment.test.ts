import { expect } from 'chai';
import { openServiceFixture, type ServiceFixture, type FixtureOptions } from '../service-fixture';

const breaker = { deploymentCircuitBreaker: { enable: true, rollback: true } };
const breakerAlone = { deploymentCircuitBreaker: { enable: true, rollback: false } };
const crash = { kind: 'crash', exitCode: 3 } as const;
const patient = { ECS_CD_FAIL_FAST: 'off' };

describe('deploying to a service', () => {
  let fixture: ServiceFixture;
  const open = async (options?: FixtureOptions) => {
    fixture = await openServiceFixture(options);
  };
  afterEach(() => fixture.close());

  describe('whose tasks crash, left to ECS', () => {
    it('ends in rolled-back when the circuit breaker of ECS puts the old revision back, and rolls back nothing itself', async () => {
      await open({ configuration: breaker });
      fixture.newTasks(crash);
      const { exitCode, log } = await fixture.deploy({ env: patient });
      expect(exitCode, log).to.equal(6);
      expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:1', healthyCount: 2 });
      expect(fixture.changes()).to.deep.equal(['RegisterTaskDefinition', 'UpdateService']);
      expect(log).to.contain('circuit breaker').and.contain('container web exited with code 3');
      expect(log).to.match(
        /^done +web:1 serves again \(verified\)\nfix .*\nverdict +rolled-back \(exit 6\)\n$/m,
      );
    });

    it('is recognised as rolled back by ECS also without a record of the service deployment', async () => {
      await open({ configuration: breaker });
      fixture.aws.world.setRecordDelay('never');
      fixture.newTasks(crash);
      const { exitCode, log } = await fixture.deploy({ env: patient });
      expect(exitCode, log).to.equal(6);
      expect(fixture.changes()).to.have.length(2);
    });

    it('is updated back when the circuit breaker stops the deployment and puts nothing back', async () => {
      await open({ configuration: breakerAlone });
      fixture.newTasks(crash);
      const { exitCode, log } = await fixture.deploy({ env: patient });
      expect(exitCode, log).to.equal(6);
      expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:1', healthyCount: 2 });
      expect(fixture.changes()).to.deep.equal(['RegisterTaskDefinition', 'UpdateService', 'UpdateService']);
    });

    it('is stopped with a rollback at the deadline when there is no circuit breaker', async () => {
      await open();
      fixture.newTasks(crash);
      const { exitCode, log } = await fixture.deploy({ env: { ...patient, ECS_CD_TIMEOUT: '5m' } });
      expect(exitCode, log).to.equal(6);
      expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:1', healthyCount: 2 });
      expect(fixture.changes()).to.deep.equal([
        'RegisterTaskDefinition',
        'UpdateService',
        'StopServiceDeployment',
      ]);
      expect(log).to.contain('no verdict within 05:00');
    });

    it('is updated back at the deadline when there is no record that could be stopped', async () => {
      await open();
      fixture.aws.world.setRecordDelay('never');
      fixture.newTasks(crash);
      const { exitCode, log } = await fixture.deploy({ env: { ...patient, ECS_CD_TIMEOUT: '5m' } });
      expect(exitCode, log).to.equal(6);
      expect(fixture.changes()).to.deep.equal(['RegisterTaskDefinition', 'UpdateService', 'UpdateService']);
    });

    it('ends in timed-out at the deadline when rollback is off, and leaves the rollout alone', async () => {
      await open();
      fixture.newTasks(crash);
      const { exitCode, log } = await fixture.deploy({
        env: { ...patient, ECS_CD_TIMEOUT: '5m', ECS_CD_ROLLBACK: 'off' },
      });
      expect(exitCode, log).to.equal(8);
      expect(fixture.changes()).to.deep.equal(['RegisterTaskDefinition', 'UpdateService']);
    });

    it('needs attention when the circuit breaker stops it and rollback is off', async () => {
      await open({ configuration: breakerAlone });
      fixture.newTasks(crash);
      const { exitCode, log } = await fixture.deploy({ env: { ...patient, ECS_CD_ROLLBACK: 'off' } });
      expect(exitCode, log).to.equal(7);
      expect(log).to.contain('nothing (ECS_CD_ROLLBACK is off)');
    });

    it('needs attention when the old revision does not come up again either', async () => {
      await open();
      fixture.aws.world.outcomeOf = () => crash;
      const { exitCode, log } = await fixture.deploy({ env: { ...patient, ECS_CD_TIMEOUT: '5m' } });
      expect(fixture.aws.truth('web').taskDefinition === 'web:1' ? 6 : 7, log).to.equal(exitCode);
    });
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

  describe('that somebody else changes meanwhile', () => {
    it('ends in superseded when another deployment replaces ours', async () => {
      await open();
      fixture.newTasks({ kind: 'never-starts' });
      const { exitCode, log } = await fixture.deploy({
        onLog: (text) => {
          if (text.includes('started')) void fixture.updateOutside();
        },
      });
      expect(exitCode, log).to.equal(9);
      expect(log).to.contain('replaced ours');
      expect(fixture.changes().filter((change) => change === 'StopServiceDeployment')).to.deep.equal([]);
    });

    it('needs attention when the service is deleted on the way', async () => {
      await open();
      fixture.newTasks({ kind: 'never-starts' });
      const { exitCode, log } = await fixture.deploy({
        onLog: (text) => {
          if (text.includes('started')) fixture.aws.world.deleteService('shop', 'web');
        },
      });
      expect(exitCode, log).to.equal(7);
    });
  });
});
