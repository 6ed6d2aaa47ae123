import { expect } from 'chai';
import { said } from '../../said';
import { openServiceFixture, type ServiceFixture } from '../../service-fixture';
import { exits } from '../../run';

describe('rolling back by hand', () => {
  let fixture: ServiceFixture;
  beforeEach(async () => {
    fixture = await openServiceFixture();
  });
  afterEach(() => fixture.close());

  it('changes nothing after ECS or a job has rolled back: the last good revision serves already', async () => {
    await fixture.deploy();
    fixture.aws.world.putImage('team/web', 'v3');
    fixture.aws.world.outcomeOf = ({ taskDefinition }) =>
      taskDefinition === 'web:3' ? { kind: 'crash', exitCode: 1 } : { kind: 'healthy' };
    await fixture.deploy({ env: { DOCKER_TAG: 'v3', ECS_CD_TIMEOUT: '2m' } });
    const before = fixture.changes().length;
    await exits(0, fixture.run(['rollback']));
    expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:2', healthyCount: 2 });
    expect(fixture.changes()).to.have.length(before);
  });

  it('changes nothing where it is cancelled while it looks again, and says no more than that', async () => {
    await fixture.deploy();
    const before = fixture.changes().length;
    fixture.aws.faults.add({ operation: 'DescribeServices', kind: 'stale', seconds: 80, times: 30 });
    const interrupter = new AbortController();
    let looks = 0;
    fixture.aws.onCall(({ operation }) => {
      if (operation === 'DescribeServices' && ++looks === 3) interrupter.abort('SIGTERM');
    });
    const { log } = await exits(143, fixture.run(['rollback'], { interruption: interrupter.signal }));
    expect(log).to.match(/^happened +cancelled before the service was changed$/m);
    expect(fixture.changes()).to.have.length(before);
  });

  it('tries an image that ECR has no more, aloud: a machine that runs tasks may have it', async () => {
    await fixture.deploy();
    fixture.aws.world.deleteImage('team/web', 'v1');
    const { log } = await exits(7, fixture.run(['rollback']));
    expect(log).to.match(/^warning: ECR has no \S+, which web:1 runs: nothing can pull it$/m);
  });

  it('changes nothing when it is done twice: whoever wants to go further back names the revision', async () => {
    await fixture.deploy();
    await fixture.run(['rollback']);
    const { log } = await exits(0, fixture.run(['rollback']));
    expect(log).to.contain(said.nothingToChange);
    expect(log).to.match(/^warning: .* taken back to web:1 already; to go further back .*ECS_CD_TO/m);
    expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:1', healthyCount: 2 });
  });

  it('that was killed and runs again follows its own deployment, and never goes forward', async () => {
    await fixture.deploy();
    const interrupter = new AbortController();
    const killed = await fixture.run(['rollback'], {
      interruption: interrupter.signal,
      onLog: (text) => {
        if (text.includes('running 0/2')) interrupter.abort('SIGTERM');
      },
    });
    expect(killed.exitCode).to.equal(143);
    await exits(0, fixture.run(['rollback']));
    expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:1', healthyCount: 2 });
    expect(fixture.changes().filter((change) => change === 'UpdateService')).to.have.length(2);
  });

  describe('from a third revision that never served', () => {
    const deployBad = async (env: Record<string, string>) => {
      await fixture.deploy();
      fixture.aws.world.putImage('team/web', 'v3');
      fixture.aws.world.outcomeOf = ({ taskDefinition }) =>
        taskDefinition === 'web:3' ? { kind: 'crash', exitCode: 1 } : { kind: 'healthy' };
      return fixture.deploy({ env: { DOCKER_TAG: 'v3', ECS_CD_TIMEOUT: '1m', ...env } });
    };

    it('goes no further than to the second when the job has put that back by an update', async () => {
      await fixture.close();
      const deploymentCircuitBreaker = { enable: true, rollback: false };
      fixture = await openServiceFixture({ configuration: { deploymentCircuitBreaker } });
      expect((await deployBad({ ECS_CD_TIMEOUT: '10m' })).exitCode).to.equal(6);
      await exits(0, fixture.run(['rollback']));
      expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:2', healthyCount: 2 });
    });

    it('goes no further than to the second when it is done twice', async () => {
      expect((await deployBad({ ECS_CD_ROLLBACK: 'off', ECS_CD_FAIL_FAST: 'off' })).exitCode).to.equal(8);
      for (const time of ['first', 'second']) {
        const { exitCode, log } = await fixture.run(['rollback']);
        expect(exitCode, `${time}: ${log}`).to.equal(0);
        expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:2', healthyCount: 2 });
      }
      // What ECS still works on is stopped, and not replaced by another deployment.
      expect(fixture.changes().filter((change) => change.endsWith('Service'))).to.have.length(2);
      expect(fixture.changes().filter((change) => change.startsWith('Stop'))).to.have.length(1);
    });
  });

  it('does what it is told when the revision that was asked for is just being taken back', async () => {
    await fixture.deploy();
    const interrupter = new AbortController();
    await fixture.run(['rollback'], {
      interruption: interrupter.signal,
      onLog: (text) => {
        if (text.includes('running 0/2')) interrupter.abort('SIGTERM');
      },
    });
    await exits(0, fixture.run(['rollback', '--to', 'web:2']));
    expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:2', healthyCount: 2 });
  });

  it('takes back a deployment that was made again after a rollback', async () => {
    await fixture.deploy();
    await fixture.run(['rollback']);
    await fixture.deploy();
    expect(fixture.aws.truth('web').taskDefinition).to.equal('web:2');
    expect((await fixture.run(['rollback'])).exitCode).to.equal(0);
    expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:1', healthyCount: 2 });
  });

  it('follows the rollback of ECS where that is under way', async () => {
    await fixture.close();
    const configuration = {
      deploymentCircuitBreaker: { enable: true, rollback: true },
      minimumHealthyPercent: 0,
      maximumPercent: 100,
    };
    fixture = await openServiceFixture({ configuration });
    fixture.newTasks({ kind: 'crash', exitCode: 1 });
    const interrupter = new AbortController();
    const first = await fixture.deploy({
      env: { ECS_CD_FAIL_FAST: 'off' },
      interruption: interrupter.signal,
      onLog: (text) => {
        if (/rolling back[:,]/.test(text)) interrupter.abort('SIGTERM');
      },
    });
    expect(first.exitCode, first.log).to.equal(143);
    const { log, dotenv } = await exits(0, fixture.run(['rollback']));
    expect(log).to.contain('ECS was rolling back already').and.not.match(/^why/m);
    expect(dotenv).to.include({ ECS_CD_TASK_DEFINITION: 'web:1', ECS_CD_PREVIOUS_TASK_DEFINITION: 'web:2' });
    expect(fixture.changes()).to.deep.equal(['RegisterTaskDefinition', 'UpdateService']);
  });

  it('does what it is told also where that revision never completed', async () => {
    fixture.newTasks({ kind: 'never-starts' });
    await fixture.deploy({ env: { ECS_CD_TIMEOUT: '1m', ECS_CD_ROLLBACK: 'off' } });
    const interrupter = new AbortController();
    await fixture.run(['rollback'], {
      interruption: interrupter.signal,
      onLog: (text) => {
        if (text.includes('of web:1 started')) interrupter.abort('SIGTERM');
      },
    });
    fixture.newTasks({ kind: 'healthy' });
    await exits(0, fixture.run(['rollback', '--to', 'web:2']));
    expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:2', healthyCount: 2 });
  });

  it('waits for the rollback of ECS to end before it goes to the revision that was asked for', async () => {
    await fixture.close();
    const percentages = { minimumHealthyPercent: 0, maximumPercent: 100 };
    fixture = await openServiceFixture({
      configuration: { deploymentCircuitBreaker: { enable: true, rollback: true }, ...percentages },
    });
    await fixture.deploy();
    fixture.aws.world.putImage('team/web', 'v3');
    fixture.aws.world.outcomeOf = ({ taskDefinition }) =>
      taskDefinition === 'web:3' ? { kind: 'crash', exitCode: 1 } : { kind: 'healthy' };
    const interrupter = new AbortController();
    const first = await fixture.deploy({
      env: { DOCKER_TAG: 'v3' },
      interruption: interrupter.signal,
      onLog: (text) => {
        if (/rolling back[:,]/.test(text)) interrupter.abort('SIGTERM');
      },
    });
    expect(first.exitCode, first.log).to.equal(143);
    const { log } = await exits(0, fixture.run(['rollback', '--to', 'web:1']));
    expect(log).to.contain('is being taken back; nothing can be deployed before that has ended');
    expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:1', healthyCount: 2 });
  });

  it('is refused with exit 3 when the revision that was asked for is of another family', async () => {
    const { log } = await exits(3, fixture.run(['rollback', '--to', 'outside:1']));
    expect(log).to.contain('another family').and.contain('name a revision of web');
    expect(fixture.changes()).to.deep.equal([]);
  });

  it('is refused with exit 3 when nothing else ever served, and changes nothing', async () => {
    const { log } = await exits(3, fixture.run(['rollback']));
    expect(log).to.contain('--to FAMILY:REVISION');
    expect(fixture.changes()).to.deep.equal([]);
  });
});
