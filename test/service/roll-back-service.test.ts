import { expect } from 'chai';
import { openShop, type Shop } from '../shop';

describe('rolling back by hand', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await openShop();
  });
  afterEach(() => shop.close());

  it('goes to the last revision whose deployment succeeded', async () => {
    await shop.deploy();
    const { exitCode, log } = await shop.run(['rollback']);
    expect(exitCode, log).to.equal(0);
    expect(shop.aws.truth('web')).to.include({ taskDefinition: 'web:1', healthyCount: 2 });
  });

  it('changes nothing after ECS or a job has rolled back: the last good revision serves already', async () => {
    await shop.deploy();
    shop.aws.world.putImage('team/web', 'v3');
    shop.aws.world.outcomeOf = ({ taskDefinition }) =>
      taskDefinition === 'web:3' ? { kind: 'crash', exitCode: 1 } : { kind: 'healthy' };
    await shop.deploy({ env: { DOCKER_TAG: 'v3', ECS_CD_TIMEOUT: '2m' } });
    const before = shop.changes().length;
    const { exitCode, log } = await shop.run(['rollback']);
    expect(exitCode, log).to.equal(0);
    expect(shop.aws.truth('web')).to.include({ taskDefinition: 'web:2', healthyCount: 2 });
    expect(shop.changes()).to.have.length(before);
  });

  it('changes nothing when it is done twice: whoever wants to go further back names the revision', async () => {
    await shop.deploy();
    await shop.run(['rollback']);
    const { exitCode, log } = await shop.run(['rollback']);
    expect(exitCode, log).to.equal(0);
    expect(log).to.contain('nothing to change');
    expect(log).to.match(/^warning: .* taken back to web:1 already; to go further back .*ECS_CD_TO/m);
    expect(shop.aws.truth('web')).to.include({ taskDefinition: 'web:1', healthyCount: 2 });
  });

  it('that was killed and runs again follows its own deployment, and never goes forward', async () => {
    await shop.deploy();
    const interrupter = new AbortController();
    const killed = await shop.run(['rollback'], {
      interruption: interrupter.signal,
      onLog: (text) => {
        if (text.includes('running 0/2')) interrupter.abort('SIGTERM');
      },
    });
    expect(killed.exitCode).to.equal(143);
    const { exitCode, log } = await shop.run(['rollback']);
    expect(exitCode, log).to.equal(0);
    expect(shop.aws.truth('web')).to.include({ taskDefinition: 'web:1', healthyCount: 2 });
    expect(shop.changes().filter((change) => change === 'UpdateService')).to.have.length(2);
  });

  describe('from a third revision that never served', () => {
    const deployBad = async (env: Record<string, string>) => {
      await shop.deploy();
      shop.aws.world.putImage('team/web', 'v3');
      shop.aws.world.outcomeOf = ({ taskDefinition }) =>
        taskDefinition === 'web:3' ? { kind: 'crash', exitCode: 1 } : { kind: 'healthy' };
      return shop.deploy({ env: { DOCKER_TAG: 'v3', ECS_CD_TIMEOUT: '1m', ...env } });
    };

    it('goes no further than to the second when the job has put that back by an update', async () => {
      await shop.close();
      const deploymentCircuitBreaker = { enable: true, rollback: false };
      shop = await openShop({ configuration: { deploymentCircuitBreaker } });
      expect((await deployBad({ ECS_CD_TIMEOUT: '10m' })).exitCode).to.equal(6);
      const { exitCode, log } = await shop.run(['rollback']);
      expect(exitCode, log).to.equal(0);
      expect(shop.aws.truth('web')).to.include({ taskDefinition: 'web:2', healthyCount: 2 });
    });

    it('goes no further than to the second when it is done twice', async () => {
      expect((await deployBad({ ECS_CD_ROLLBACK: 'off', ECS_CD_FAIL_FAST: 'off' })).exitCode).to.equal(8);
      for (const time of ['first', 'second']) {
        const { exitCode, log } = await shop.run(['rollback']);
        expect(exitCode, `${time}: ${log}`).to.equal(0);
        expect(shop.aws.truth('web')).to.include({ taskDefinition: 'web:2', healthyCount: 2 });
      }
      expect(shop.changes().filter((change) => change === 'UpdateService')).to.have.length(3);
    });
  });

  it('does what it is told when the revision that was asked for is just being taken back', async () => {
    await shop.deploy();
    const interrupter = new AbortController();
    await shop.run(['rollback'], {
      interruption: interrupter.signal,
      onLog: (text) => {
        if (text.includes('running 0/2')) interrupter.abort('SIGTERM');
      },
    });
    const { exitCode, log } = await shop.run(['rollback', '--to', 'web:2']);
    expect(exitCode, log).to.equal(0);
    expect(shop.aws.truth('web')).to.include({ taskDefinition: 'web:2', healthyCount: 2 });
  });

  it('takes back a deployment that was made again after a rollback', async () => {
    await shop.deploy();
    await shop.run(['rollback']);
    await shop.deploy();
    expect(shop.aws.truth('web').taskDefinition).to.equal('web:2');
    expect((await shop.run(['rollback'])).exitCode).to.equal(0);
    expect(shop.aws.truth('web')).to.include({ taskDefinition: 'web:1', healthyCount: 2 });
  });

  it('follows the rollback of ECS where that is under way', async () => {
    await shop.close();
    const configuration = {
      deploymentCircuitBreaker: { enable: true, rollback: true },
      minimumHealthyPercent: 0,
      maximumPercent: 100,
    };
    shop = await openShop({ configuration });
    shop.newTasks({ kind: 'crash', exitCode: 1 });
    const interrupter = new AbortController();
    await shop.deploy({
      env: { ECS_CD_FAIL_FAST: 'off' },
      interruption: interrupter.signal,
      onLog: (text) => {
        if (text.includes('rolling-back')) interrupter.abort('SIGTERM');
      },
    });
    const { exitCode, log, dotenv } = await shop.run(['rollback']);
    expect(exitCode, log).to.equal(0);
    expect(log).to.contain('ECS was rolling back already').and.not.match(/^why/m);
    expect(dotenv).to.deep.equal({ ECS_CD_VERDICT: 'succeeded', ECS_CD_TASK_DEFINITION: 'web:1' });
    expect(shop.changes()).to.deep.equal(['RegisterTaskDefinition', 'UpdateService']);
  });

  it('does what it is told also where that revision never completed', async () => {
    shop.newTasks({ kind: 'never-starts' });
    await shop.deploy({ env: { ECS_CD_TIMEOUT: '1m', ECS_CD_ROLLBACK: 'off' } });
    const interrupter = new AbortController();
    await shop.run(['rollback'], {
      interruption: interrupter.signal,
      onLog: (text) => {
        if (text.includes('of web:1 started')) interrupter.abort('SIGTERM');
      },
    });
    shop.newTasks({ kind: 'healthy' });
    const { exitCode, log } = await shop.run(['rollback', '--to', 'web:2']);
    expect(exitCode, log).to.equal(0);
    expect(shop.aws.truth('web')).to.include({ taskDefinition: 'web:2', healthyCount: 2 });
  });

  it('waits for the rollback of ECS to end before it goes to the revision that was asked for', async () => {
    await shop.close();
    const percentages = { minimumHealthyPercent: 0, maximumPercent: 100 };
    shop = await openShop({
      configuration: { deploymentCircuitBreaker: { enable: true, rollback: true }, ...percentages },
    });
    await shop.deploy();
    shop.aws.world.putImage('team/web', 'v3');
    shop.aws.world.outcomeOf = ({ taskDefinition }) =>
      taskDefinition === 'web:3' ? { kind: 'crash', exitCode: 1 } : { kind: 'healthy' };
    const interrupter = new AbortController();
    await shop.deploy({
      env: { DOCKER_TAG: 'v3' },
      interruption: interrupter.signal,
      onLog: (text) => {
        if (text.includes('rolling-back')) interrupter.abort('SIGTERM');
      },
    });
    const { exitCode, log } = await shop.run(['rollback', '--to', 'web:1']);
    expect(exitCode, log).to.equal(0);
    expect(log).to.contain('is being taken back; nothing can be deployed before that has ended');
    expect(shop.aws.truth('web')).to.include({ taskDefinition: 'web:1', healthyCount: 2 });
  });

  it('is refused with exit 3 when the revision that was asked for is of another family', async () => {
    const { exitCode, log } = await shop.run(['rollback', '--to', 'outside:1']);
    expect(exitCode, log).to.equal(3);
    expect(log).to.contain('another family').and.contain('name a revision of web');
    expect(shop.changes()).to.deep.equal([]);
  });

  it('goes to the revision that was asked for', async () => {
    await shop.deploy();
    const { exitCode, log } = await shop.run(['rollback', '--to', 'web:1']);
    expect(exitCode, log).to.equal(0);
    expect(shop.aws.truth('web')).to.include({ taskDefinition: 'web:1', healthyCount: 2 });
  });

  it('is refused with exit 3 when nothing else ever served, and changes nothing', async () => {
    const { exitCode, log } = await shop.run(['rollback']);
    expect(exitCode, log).to.equal(3);
    expect(log).to.contain('--to FAMILY:REVISION');
    expect(shop.changes()).to.deep.equal([]);
  });

  it('is refused with exit 3 when the revision that was asked for does not exist', async () => {
    const { exitCode, log } = await shop.run(['rollback', '--to', 'web:99']);
    expect(exitCode, log).to.equal(3);
    expect(shop.changes()).to.deep.equal([]);
  });

  it('undoes a deployment that is still in progress', async () => {
    shop.newTasks({ kind: 'never-starts' });
    await shop.deploy({ env: { ECS_CD_TIMEOUT: '1m', ECS_CD_ROLLBACK: 'off' } });
    const { exitCode, log } = await shop.run(['rollback']);
    expect(exitCode, log).to.equal(0);
    expect(shop.aws.truth('web')).to.include({ taskDefinition: 'web:1', healthyCount: 2 });
  });
});
