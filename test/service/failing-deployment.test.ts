import { expect } from 'chai';
import { openShop, type Shop, type ShopOptions } from '../shop';

const breaker = { deploymentCircuitBreaker: { enable: true, rollback: true } };
const breakerAlone = { deploymentCircuitBreaker: { enable: true, rollback: false } };
const crash = { kind: 'crash', exitCode: 3 } as const;
const patient = { ECS_CD_FAIL_FAST: 'off' };

describe('deploying to a service', () => {
  let shop: Shop;
  const open = async (options?: ShopOptions) => {
    shop = await openShop(options);
  };
  afterEach(() => shop.close());

  describe('whose tasks crash, left to ECS', () => {
    it('ends in rolled-back when the circuit breaker of ECS puts the old revision back, and rolls back nothing itself', async () => {
      await open({ configuration: breaker });
      shop.newTasks(crash);
      const { exitCode, log } = await shop.deploy({ env: patient });
      expect(exitCode, log).to.equal(6);
      expect(shop.aws.truth('web')).to.include({ taskDefinition: 'web:1', healthyCount: 2 });
      expect(shop.changes()).to.deep.equal(['RegisterTaskDefinition', 'UpdateService']);
      expect(log).to.contain('circuit breaker').and.contain('container web exited with code 3');
      expect(log).to.match(
        /^done +web:1 serves again \(verified\)\nfix .*\nverdict +rolled-back \(exit 6\)\n$/m,
      );
    });

    it('is recognised as rolled back by ECS also without a record of the service deployment', async () => {
      await open({ configuration: breaker });
      shop.aws.world.setRecordDelay('never');
      shop.newTasks(crash);
      const { exitCode, log } = await shop.deploy({ env: patient });
      expect(exitCode, log).to.equal(6);
      expect(shop.changes()).to.have.length(2);
    });

    it('is updated back when the circuit breaker stops the deployment and puts nothing back', async () => {
      await open({ configuration: breakerAlone });
      shop.newTasks(crash);
      const { exitCode, log } = await shop.deploy({ env: patient });
      expect(exitCode, log).to.equal(6);
      expect(shop.aws.truth('web')).to.include({ taskDefinition: 'web:1', healthyCount: 2 });
      expect(shop.changes()).to.deep.equal(['RegisterTaskDefinition', 'UpdateService', 'UpdateService']);
    });

    it('is stopped with a rollback at the deadline when there is no circuit breaker', async () => {
      await open();
      shop.newTasks(crash);
      const { exitCode, log } = await shop.deploy({ env: { ...patient, ECS_CD_TIMEOUT: '5m' } });
      expect(exitCode, log).to.equal(6);
      expect(shop.aws.truth('web')).to.include({ taskDefinition: 'web:1', healthyCount: 2 });
      expect(shop.changes()).to.deep.equal([
        'RegisterTaskDefinition',
        'UpdateService',
        'StopServiceDeployment',
      ]);
      expect(log).to.contain('no verdict within 05:00');
    });

    it('is updated back at the deadline when there is no record that could be stopped', async () => {
      await open();
      shop.aws.world.setRecordDelay('never');
      shop.newTasks(crash);
      const { exitCode, log } = await shop.deploy({ env: { ...patient, ECS_CD_TIMEOUT: '5m' } });
      expect(exitCode, log).to.equal(6);
      expect(shop.changes()).to.deep.equal(['RegisterTaskDefinition', 'UpdateService', 'UpdateService']);
    });

    it('ends in timed-out at the deadline when rollback is off, and leaves the rollout alone', async () => {
      await open();
      shop.newTasks(crash);
      const { exitCode, log } = await shop.deploy({
        env: { ...patient, ECS_CD_TIMEOUT: '5m', ECS_CD_ROLLBACK: 'off' },
      });
      expect(exitCode, log).to.equal(8);
      expect(shop.changes()).to.deep.equal(['RegisterTaskDefinition', 'UpdateService']);
    });

    it('needs attention when the circuit breaker stops it and rollback is off', async () => {
      await open({ configuration: breakerAlone });
      shop.newTasks(crash);
      const { exitCode, log } = await shop.deploy({ env: { ...patient, ECS_CD_ROLLBACK: 'off' } });
      expect(exitCode, log).to.equal(7);
      expect(log).to.contain('nothing (ECS_CD_ROLLBACK is off)');
    });

    it('needs attention when the old revision does not come up again either', async () => {
      await open();
      shop.aws.world.outcomeOf = () => crash;
      const { exitCode, log } = await shop.deploy({ env: { ...patient, ECS_CD_TIMEOUT: '5m' } });
      expect(shop.aws.truth('web').taskDefinition === 'web:1' ? 6 : 7, log).to.equal(exitCode);
    });
  });

  it('does not undo what was completed while AWS was silent, however late that is seen', async () => {
    await open();
    shop.aws.world.setRecordDelay('never');
    shop.aws.faults.add({ operation: '*', kind: 'throttle', after: 8, times: Infinity });
    shop.aws.clock.schedule(160_000, () => shop.aws.faults.clear());
    const { exitCode, log } = await shop.deploy({ env: { ECS_CD_TIMEOUT: '90s', ECS_CD_PREFLIGHT: 'off' } });
    expect(exitCode, log).to.equal(0);
    expect(shop.changes()).to.deep.equal(['RegisterTaskDefinition', 'UpdateService']);
  });

  it('is not called rolled back when ECS undoes the way back in turn: what was to go serves', async () => {
    await open({ configuration: breaker });
    shop.newTasks({ kind: 'crash', exitCode: 3, afterSeconds: 60 });
    const { exitCode, log } = await shop.deploy({
      env: { ECS_CD_BAKE_TIME: '2m' },
      onLog(text) {
        if (!text.includes('updating the service back')) return;
        shop.aws.world.outcomeOf = ({ taskDefinition }) =>
          taskDefinition === 'web:1' ? crash : { kind: 'healthy' };
      },
    });
    expect(shop.aws.truth('web').taskDefinition, log).to.equal('web:2');
    expect(exitCode, log).to.equal(7);
    expect(log).to.match(/done .*ECS took the way back to web:1 back itself .*: web:2 serves\n/);
  });

  describe('that somebody else changes meanwhile', () => {
    it('ends in superseded when another deployment replaces ours', async () => {
      await open();
      shop.newTasks({ kind: 'never-starts' });
      const { exitCode, log } = await shop.deploy({
        onLog: (text) => {
          if (text.includes('started')) void shop.updateOutside();
        },
      });
      expect(exitCode, log).to.equal(9);
      expect(log).to.contain('replaced ours');
      expect(shop.changes().filter((change) => change === 'StopServiceDeployment')).to.deep.equal([]);
    });

    it('needs attention when the service is deleted on the way', async () => {
      await open();
      shop.newTasks({ kind: 'never-starts' });
      const { exitCode, log } = await shop.deploy({
        onLog: (text) => {
          if (text.includes('started')) shop.aws.world.deleteService('shop', 'web');
        },
      });
      expect(exitCode, log).to.equal(7);
    });
  });
});
