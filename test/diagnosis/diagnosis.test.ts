import { expect } from 'chai';
import { withHealthCheck } from '../scenarios/given/givens';
import { openServiceFixture, type ServiceFixture, type FixtureOptions } from '../service-fixture';

const targetGroupArn = 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1';
const balanced = {
  service: { loadBalancers: [{ targetGroupArn, containerName: 'web', containerPort: 8080 }] },
} satisfies FixtureOptions;
const crash = { kind: 'crash', exitCode: 1, afterSeconds: 5 } as const;

describe('the job log of a deployment whose tasks fail', () => {
  let fixture: ServiceFixture;
  const open = async (options?: FixtureOptions) => {
    fixture = await openServiceFixture(options);
  };
  afterEach(() => fixture.close());

  /** Seconds from the first stopped task of the new revision to these words in the log. */
  const secondsTo = async (words: RegExp, env: Record<string, string> = {}) => {
    const { aws } = fixture;
    let stopped = NaN;
    let told = NaN;
    const watch = () => {
      if (Number.isNaN(stopped) && aws.truth('web').failures.length > 0) stopped = aws.clock.now();
      aws.clock.schedule(100, watch);
    };
    watch();
    const run = await fixture.deploy({
      env: { ECS_CD_TIMEOUT: '10m', ...env },
      onLog(text) {
        if (Number.isNaN(told) && words.test(text)) told = aws.clock.now();
      },
    });
    return { ...run, seconds: (told - stopped) / 1000 };
  };

  it('names where the log begins also where none of its lines is read', async () => {
    await open();
    fixture.newTasks(crash);
    const { log } = await fixture.deploy({ env: { ECS_CD_LOG_LINES: '0' } });
    expect(log).to.contain('the log of container web (its stream begins with staging)');
  });

  it('says the cause and the last lines of the container within ten seconds of the first stopped task', async () => {
    await open();
    fixture.newTasks({ ...crash, log: ['listening', 'Error: no DATABASE_URL'] });
    const { seconds, log } = await secondsTo(/Error: no DATABASE_URL/);
    expect(seconds, log).to.be.within(0, 10);
    expect(log).to.match(
      /task \w+ of web:2 stopped: container web exited with code 1\n +\| listening\n +\| Error: no DATABASE_URL\n/,
    );
  });

  it('says all of it once at its end, in the order in which a person asks', async () => {
    await open();
    fixture.newTasks({ ...crash, log: ['Error: no DATABASE_URL'] });
    const { log } = await fixture.deploy();
    const report = log.slice(log.indexOf('\n\n'));
    expect(log.match(/^ *(?:fix|AWS:) /gm)).to.have.length(2);
    expect(report).to.match(
      /^happened .*\nwhy +2 tasks of web:2: container web exited with code 1\n +AWS: .*\n +last lines .*\n +\| Error: no DATABASE_URL\ndone +web:1 serves again \(verified\)\nfix .*task definition web\nconsole .*\nduration .*\nwarning .*\nverdict +rolled-back \(exit 6\)\n$/m,
    );
  });

  it('blames the release for none of the troubles of the revision before', async () => {
    await open(balanced);
    const { aws } = fixture;
    fixture.newTasks({ kind: 'never-starts' });
    const run = fixture.deploy({
      env: { ECS_CD_TIMEOUT: '3m', ECS_CD_ROLLBACK: 'off' },
      onLog: (text) => {
        if (text.startsWith('deployment')) aws.world.failTargets('shop', 'web', 'web:1', 'Request timed out');
      },
    });
    const { log } = await run;
    expect(log)
      .to.contain('is unhealthy in')
      .and.match(/^why +2 tasks of web:2 are still pending: .*\n +AWS: .*\ndone /m);
  });

  it('tells a failed health check of a container once, by the task, which names it', async () => {
    const sidecar = { name: 'sidecar', image: 'sidecar', essential: false };
    await open({ beside: { container: sidecar, dependsOn: [] } });
    withHealthCheck(fixture);
    fixture.newTasks({ kind: 'unhealthy-container' });
    const { log } = await fixture.deploy();
    expect(
      log.match(/^\d\d:\d\d .*health check.*/gm)?.map((line) => line.replace(/\w{32}/, 'ID')),
    ).to.deep.equal(['02:12  task ID of web:3 stopped: container web failed its own health check']);
  });

  it('tells it by the event where no task may be looked at', async () => {
    await open();
    withHealthCheck(fixture);
    fixture.newTasks({ kind: 'unhealthy-container' });
    fixture.aws.faults.add({ operation: 'ListTasks', kind: 'access-denied', times: Infinity });
    const { log } = await fixture.deploy({ env: { ECS_CD_TIMEOUT: '4m' } });
    expect(log).to.match(/^\d\d:\d\d {2}a container failed its own health check$/m);
  });

  it('says in one line how many more tasks stopped in the same way', async () => {
    await open({ desiredCount: 12 });
    fixture.newTasks(crash);
    const { log } = await fixture.deploy();
    expect(log).to.match(/11 more tasks stopped in the same way \(12 so far\)/);
    expect(log.match(/stopped in the same way/g)).to.have.length(1);
  });

  for (const seconds of [3, 8]) {
    it(`finds a failed task that is listed ${seconds} seconds late`, async () => {
      await open({ desiredCount: 1 });
      fixture.newTasks({
        kind: 'fails-to-start',
        stoppedReason: 'CannotPullContainerError: ref x: not found',
      });
      fixture.aws.world.setTimings({ stoppedListMs: seconds * 1000 });
      const { log, seconds: told } = await secondsTo(/task \w+ of web:2 stopped/);
      expect(told, log).to.be.below(seconds + 10);
    });
  }

  const error = { name: 'UnrecognizedClientException', message: 'The security token is invalid.' };
  for (const [what, fault] of [
    ['had expired, since they may be renewed', { kind: 'expired-token' }],
    ['AWS does not know yet', { kind: 'client-error', error }],
  ] as const)
    it(`looks again after credentials that ${what}`, async () => {
      await open({ desiredCount: 1 });
      fixture.newTasks(crash);
      fixture.aws.faults.add({ operation: 'ListTasks', times: 1, ...fault });
      const { log } = await fixture.deploy();
      expect(log).to.match(/task \w+ of web:2 stopped: container web exited/);
      expect(log).to.not.contain('cannot say why tasks stop');
    });

  it('asks and tells once for stopped tasks that it may not list', async () => {
    await open();
    fixture.newTasks({ ...crash, afterSeconds: 45 });
    fixture.aws.faults.add({ operation: 'ListTasks', kind: 'access-denied', times: Infinity });
    const { log } = await fixture.deploy({ env: { ECS_CD_TIMEOUT: '5m', ECS_CD_FAIL_FAST: 'off' } });
    expect(log.match(/cannot say why tasks stop: .*allow ecs:ListTasks/g)).to.have.length(1);
    const asked = fixture.aws.calls.filter(({ operation }) => operation === 'ListTasks');
    const ofStopped = asked.filter(({ input }) => JSON.stringify(input).includes('STOPPED'));
    expect(ofStopped).to.have.length(1);
  });

  it('tells a failure once, and of tasks that fail so later only that they do', async () => {
    await open({ desiredCount: 1 });
    fixture.newTasks(crash);
    const { log } = await fixture.deploy();
    expect(log.match(/^\d\d:\d\d +task \w+ of web:2 stopped: /gm)).to.have.length(1);
    expect(log).to.match(/^\d\d:\d\d +task \w+ stopped in the same way \(2 so far\)/m);
  });

  it('goes by exit codes alone where it may not read the task definition, and says so once', async () => {
    await open();
    fixture.newTasks(crash);
    const { log, exitCode } = await fixture.deploy({
      onLog(text) {
        if (!text.startsWith('deployment')) return;
        const operation = 'DescribeTaskDefinition';
        fixture.aws.faults.add({ operation, kind: 'access-denied', times: Infinity });
      },
    });
    expect(exitCode, log).to.equal(6);
    expect(log).to.match(/why +2 tasks of web:2: container web exited with code 1\n/);
    expect(log.match(/told by exit codes alone: .*ecs:DescribeTaskDefinition/g), log).to.have.length(1);
  });

  it('reads the task definition of the failed tasks once', async () => {
    await open({ desiredCount: 12 });
    fixture.newTasks(crash);
    let before = 0;
    const count = () =>
      fixture.aws.calls.filter(({ operation }) => operation === 'DescribeTaskDefinition').length;
    await fixture.deploy({
      onLog: (text) => (text.startsWith('deployment') ? (before = count()) : undefined),
    });
    expect(count() - before).to.equal(1);
  });

  it('knows from the load balancer what is wrong before ECS gives the task up', async () => {
    await open({
      service: { ...balanced.service, settings: { healthCheckGracePeriodSeconds: 240 } },
    });
    fixture.newTasks({ kind: 'unhealthy-target', reason: 'Request timed out', afterSeconds: 30 });
    const { log, seconds } = await secondsTo(/Request timed out/);
    expect(seconds, log).to.be.below(-60);
    expect(log).to.match(/why +2 tasks of web:2: .*Request timed out/);
  });

  it('counts equal causes together, and keeps different ones apart', async () => {
    await open({ desiredCount: 3 });
    let count = 0;
    fixture.aws.world.outcomeOf = ({ taskDefinition }) => {
      if (taskDefinition === 'web:1') return { kind: 'healthy' };
      count += 1;
      return { ...crash, exitCode: count === 2 ? 2 : 1 };
    };
    const { log } = await fixture.deploy();
    expect(log).to.match(/why +\d tasks of web:2: container web exited with code 1\n/);
    expect(log).to.match(/\n +1 task of web:2: container web exited with code 2\n/);
  });

  it('says of the revision before why it does not come up again', async () => {
    await open();
    fixture.newTasks({ ...crash, afterSeconds: 30 });
    const { log, exitCode } = await fixture.deploy({
      env: { ECS_CD_TIMEOUT: '5m', ECS_CD_FAIL_FAST: 'off' },
      onLog(text) {
        if (!text.includes('asked ECS')) return;
        fixture.aws.world.outcomeOf = () => ({ ...crash, exitCode: 9 });
        fixture.aws.world.stopTasks('shop', 'web', 'web:1');
      },
    });
    expect(exitCode, log).to.equal(7);
    expect(log).to.match(/tasks of web:1: container web exited with code 9/);
    expect(log).to.match(/state +ACTIVE, .*\n +PRIMARY ecs-svc\/\d+ of web:1 /);
  });
});
