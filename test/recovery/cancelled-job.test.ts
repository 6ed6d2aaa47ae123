import { expect } from 'chai';
import { openHealthEndpoint } from '../health-endpoint';
import { said } from '../said';
import { openServiceFixture, type ServiceFixture } from '../service-fixture';
import { exits } from '../run';

describe('a job that is cancelled', () => {
  let fixture: ServiceFixture;
  afterEach(() => fixture.close());

  const cancelAt = (words: RegExp, signal: 'SIGINT' | 'SIGTERM', env: Record<string, string> = {}) => {
    const interrupter = new AbortController();
    return fixture.deploy({
      env,
      interruption: interrupter.signal,
      onLog: (text) => {
        if (words.test(text)) interrupter.abort(signal);
      },
    });
  };

  it('before the update changes nothing in the service', async () => {
    fixture = await openServiceFixture();
    await exits(143, cancelAt(/^image/, 'SIGTERM'));
    expect(fixture.changes()).to.not.include('UpdateService');
  });

  it('sends one request to roll back, does not wait for it, and says so', async () => {
    fixture = await openServiceFixture();
    const { log } = await exits(143, cancelAt(/running 2\/2/, 'SIGTERM'));
    expect(fixture.changes()).to.deep.equal([
      'RegisterTaskDefinition',
      'UpdateService',
      'StopServiceDeployment',
    ]);
    expect(log).to.match(
      /done +asked ECS to roll back to web:1; that goes on without this job\nfix .*\nconsole +https:\S+\nduration +\d\d:\d\d\nwarning .*\nverdict +cancelled \(exit 143\)\n$/,
    );
    await fixture.aws.clock.sleep(600_000);
    expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:1', healthyCount: 2 });
  });

  it('ends with 130 on SIGINT', async () => {
    fixture = await openServiceFixture();
    expect((await cancelAt(/running 0\/2/, 'SIGINT')).exitCode).to.equal(130);
  });

  it('updates the service back where there is no record that could be stopped', async () => {
    fixture = await openServiceFixture();
    fixture.aws.world.setRecordDelay('never');
    const { log } = await cancelAt(/running 2\/2/, 'SIGTERM');
    expect(fixture.changes()).to.deep.equal(['RegisterTaskDefinition', 'UpdateService', 'UpdateService']);
    expect(log).to.contain(said.updatedBack);
  });

  it('while a release that failed its health check is about to be put back, puts it back and says why', async () => {
    fixture = await openServiceFixture();
    const site = await openHealthEndpoint([500]);
    const env = { ECS_CD_HEALTH_CHECK_URL: site.url, ECS_CD_HEALTH_CHECK_TIMEOUT: '10s' };
    const { exitCode, log } = await cancelAt(/failed, timed out/, 'SIGTERM', env);
    await site.close();
    expect(exitCode, log).to.equal(143);
    expect(log)
      .to.match(/happened +the job was cancelled \(SIGTERM\) .*, which had failed: .* did not answer 200/)
      .and.match(/done +the service was updated back to web:1/);
    expect(fixture.changes()).to.deep.equal(['RegisterTaskDefinition', 'UpdateService', 'UpdateService']);
  });

  it('leaves alone what is going back already', async () => {
    fixture = await openServiceFixture({
      configuration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
    });
    fixture.newTasks({ kind: 'crash', exitCode: 1 });
    const { log } = await cancelAt(/rolling back to deployment/, 'SIGTERM', { ECS_CD_FAIL_FAST: 'off' });
    expect(log).to.match(/done +(the rollback that is under way goes on|the service is going back)/);
    expect(fixture.changes()).to.deep.equal(['RegisterTaskDefinition', 'UpdateService']);
  });

  it('leaves alone what waits for somebody to continue it', async () => {
    const lifecycleHooks = [{ targetType: 'PAUSE' as const, lifecycleStages: ['POST_SCALE_UP' as const] }];
    fixture = await openServiceFixture({ configuration: { strategy: 'BLUE_GREEN', lifecycleHooks } });
    const { log } = await exits(143, cancelAt(/paused: /, 'SIGTERM', { ECS_CD_ON_PAUSE: 'wait' }));
    expect(log).to.match(/done +the deployment goes on waiting/);
    expect(fixture.changes()).to.deep.equal(['RegisterTaskDefinition', 'UpdateService']);
  });

  it('leaves the rollout alone when rollback is off', async () => {
    fixture = await openServiceFixture();
    const { log } = await exits(143, cancelAt(/running 2\/2/, 'SIGTERM', { ECS_CD_ROLLBACK: 'off' }));
    expect(fixture.changes()).to.not.include('StopServiceDeployment');
    expect(log).to.contain(said.goesOn);
  });

  it('sends its request also when the service can only be read as it was before', async () => {
    fixture = await openServiceFixture();
    fixture.aws.world.setRecordDelay('never');
    const interrupter = new AbortController();
    const { exitCode, log } = await fixture.deploy({
      interruption: interrupter.signal,
      onLog(text) {
        if (!text.includes('of web:2 started')) return;
        fixture.aws.faults.add({ operation: 'DescribeServices', kind: 'stale', seconds: 60, times: 3 });
        interrupter.abort('SIGTERM');
      },
    });
    expect(exitCode, log).to.equal(143);
    expect(log).to.contain(said.updatedBack);
    await fixture.aws.clock.sleep(600_000);
    expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:1', healthyCount: 2 });
  });
});
