import { expect } from 'chai';
import { expressMode } from '../scenarios/given/express';
import { loadBalanced } from '../scenarios/given/givens';
import { openServiceFixture, type FixtureOptions, type ServiceFixture } from '../service-fixture';
import { exits } from '../run';

const targetGroupArn = 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1';

describe('success behind a load balancer', () => {
  let fixture: ServiceFixture;
  beforeEach(async () => {
    fixture = await openServiceFixture({
      service: { loadBalancers: [{ targetGroupArn, containerName: 'web', containerPort: 8080 }] },
    });
  });
  afterEach(() => fixture.close());

  it('is said once the targets of its own tasks are healthy', async () => {
    const { log } = await exits(0, fixture.deploy());
    expect(log).to.contain('(verified)');
    const looks = fixture.aws.calls.filter(({ operation }) => operation === 'DescribeTargetHealth');
    expect(looks.length).to.be.at.least(1);
  });

  it('is not said while the load balancer calls a target unhealthy, whatever ECS says; then the release is undone', async () => {
    const { aws } = fixture;
    aws.world.setTargetProblem('web:2', 'Health checks failed with these codes: [503]');
    const { log } = await exits(6, fixture.deploy({ env: { ECS_CD_TIMEOUT: '3m' } }));
    expect(log).to.contain('0 of 2 targets are healthy (unhealthy, Target.ResponseCodeMismatch)');
    expect(aws.truth('web')).to.include({ taskDefinition: 'web:1', healthyCount: 2 });
  });

  it('says what was not verified where it may not look', async () => {
    fixture.aws.faults.add({ operation: 'DescribeTargetHealth', kind: 'access-denied', times: Infinity });
    const { log } = await exits(0, fixture.deploy());
    expect(log).to.match(
      /web:2 serves 2 of 2 tasks \(ECS says so; not verified: the health of its targets \(allow elasticloadbalancing:DescribeTargetHealth /,
    );
  });

  it('says that a Classic Load Balancer was not asked', async () => {
    await fixture.close();
    const loadBalancers = [{ loadBalancerName: 'old', containerName: 'web', containerPort: 8080 }];
    fixture = await openServiceFixture({ service: { loadBalancers } });
    const { log } = await exits(0, fixture.deploy());
    expect(log).to.contain('not verified: the health behind the Classic Load Balancer old)');
  });

  it('is waited for with at most 30 calls a minute, however many target groups there are', async () => {
    await fixture.close();
    const loadBalancers = [1, 2, 3].map((number) => ({
      targetGroupArn: targetGroupArn.replace(/1$/, String(number)),
      containerName: 'web',
      containerPort: 8080,
    }));
    fixture = await openServiceFixture({ service: { loadBalancers } });
    fixture.aws.world.setTargetProblem('web:2', 'Request timed out');
    await exits(8, fixture.deploy({ env: { ECS_CD_TIMEOUT: '5m', ECS_CD_ROLLBACK: 'off' } }));
    // The last look, at the deadline, is for the report.
    const end = fixture.aws.calls.at(-1)?.at ?? 0;
    const update = fixture.aws.calls.findIndex(({ operation }) => operation === 'UpdateService');
    const times = fixture.aws.calls.slice(update).flatMap(({ at }) => (at < end ? at : []));
    const inMinute = times.map((start) => times.filter((at) => at >= start && at < start + 60_000).length);
    expect(Math.max(...inMinute)).to.be.at.most(30);
  });
});

const gateway: FixtureOptions = { service: { ...loadBalanced, isBehindGateway: true } };

for (const [what, options] of [
  ['an ECS Gateway', gateway],
  ['the load balancer of Express Mode', expressMode],
] as const)
  describe(`success behind ${what}, whose target groups only a revision of the service names`, () => {
    let fixture: ServiceFixture;
    beforeEach(async () => {
      fixture = await openServiceFixture(options);
    });
    afterEach(() => fixture.close());
    const asked = (name: string) => fixture.aws.calls.filter(({ operation }) => operation === name).length;

    it('is said once the targets of its own tasks are healthy; a revision is asked for them once', async () => {
      const { log } = await exits(0, fixture.deploy());
      expect(log).to.contain('(verified)');
      expect(asked('DescribeTargetHealth')).to.be.at.least(1);
      expect(asked('DescribeServiceRevisions')).to.be.at.most(4);
    });

    it('is not said while a target is unhealthy', async () => {
      fixture.aws.world.setTargetProblem('web:2', 'Request timed out');
      const { log } = await exits(6, fixture.deploy({ env: { ECS_CD_TIMEOUT: '3m' } }));
      expect(log).to.contain('0 of 2 targets are healthy (unhealthy, Target.Timeout)');
    });

    it('is what ECS and the tasks say where the revision may not be seen, and that is said', async () => {
      const operation = 'DescribeServiceRevisions';
      fixture.aws.faults.add({ operation, kind: 'access-denied', times: Infinity });
      const { log } = await exits(0, fixture.deploy());
      expect(log).to.contain('not verified: the health of its targets (allow ecs:DescribeServiceRevisions');
      expect(asked('DescribeTargetHealth')).to.equal(0);
    });

    it('is not called verified where AWS does not answer what the revision is', async () => {
      fixture.aws.world.setTargetProblem('web:2', 'Request timed out');
      fixture.aws.faults.add({ operation: 'DescribeServiceRevisions', kind: 'throttle', times: Infinity });
      const { log } = await exits(0, fixture.deploy({ env: { ECS_CD_TIMEOUT: '3m' } }));
      expect(log).to.contain('not verified: the health of its targets (DescribeServiceRevisions failed');
    });

    it('is shown by status', async () => {
      expect((await fixture.run(['status'])).log).to.match(/^targets +web: 2 healthy/m);
    });
  });

describe('a release that more tasks were asked of while it baked', () => {
  const bakes = {
    alarms: { alarmNames: ['errors'], enable: true, rollback: true },
    bakeTimeInMinutes: 2,
  };

  it('is a success once they have lasted, and not when ECS calls it completed', async () => {
    const fixture = await openServiceFixture({ desiredCount: 0, configuration: bakes });
    const { aws } = fixture;
    aws.clock.schedule(85_000, () =>
      aws.world.updateService({ cluster: 'shop', service: 'web', desiredCount: 1 }),
    );
    const { exitCode, log } = await fixture.deploy();
    const truth = aws.truth('web');
    await fixture.close();
    expect(exitCode, log).to.equal(0);
    expect(log).to.contain('deployment completed');
    expect(truth).to.include({ taskDefinition: 'web:2', healthyCount: 1 });
  });
});

describe('a release whose tasks end just after ECS has called them healthy', () => {
  it('is no success while a task runs that has only just replaced one', async () => {
    const fixture = await openServiceFixture({ desiredCount: 1 });
    fixture.newTasks({ kind: 'crash', exitCode: 1, afterSeconds: 41 });
    const { exitCode, log } = await fixture.deploy({ env: { ECS_CD_TIMEOUT: '5m' } });
    const truth = fixture.aws.truth('web');
    await fixture.close();
    expect(exitCode, log).to.equal(6);
    expect(truth).to.include({ taskDefinition: 'web:1', healthyCount: 1 });
  });
});
