import { expect } from 'chai';
import {
  breaker,
  killedAfterUpdate,
  loadBalanced,
  makesRoom,
  somebodyDeploys,
  targetGroupNamed,
  tasks,
} from '../scenarios/given/givens';
import { openServiceFixture, type ServiceFixture, type FixtureOptions } from '../service-fixture';
import { base } from './look-ahead';
import { exits } from '../run';

describe('a deployment beside another one', () => {
  let fixture: ServiceFixture;
  const open = async (options?: FixtureOptions) => {
    fixture = await openServiceFixture(options);
  };
  afterEach(() => fixture.close());

  it('waits for its end when it is told to, and can go back to what that brought', async () => {
    await open();
    somebodyDeploys(fixture);
    const { log } = await exits(0, fixture.deploy({ env: { ECS_CD_IN_PROGRESS: 'wait' } }));
    expect(log)
      .to.match(/^waiting {5}for the end of ecs-svc\/\d+ of outside:1 \(ECS_CD_IN_PROGRESS is wait\)$/m)
      .and.contain('rollback    to outside:1');
    expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:2', deploymentsEver: 3 });
  });

  const ofJob =
    /has not ended, and GitLab is about to end this job \(job_timeout .*10m\)\); the service was not changed/;
  for (const [most, env, words] of [
    [
      'a deployment may take',
      { ECS_CD_TIMEOUT: '5m' },
      /of outside:1 has not ended; the service was not changed/,
    ],
    ['the job has time', { ECS_CD_TIMEOUT: '50m', RUNNER_SCRIPT_TIMEOUT: '10m' }, ofJob],
  ] as const) {
    it(`does not wait for longer than ${most}`, async () => {
      await open();
      fixture.aws.world.outcomeOf = () => ({ kind: 'never-starts' });
      somebodyDeploys(fixture);
      const { log } = await exits(3, fixture.deploy({ env: { ECS_CD_IN_PROGRESS: 'wait', ...env } }));
      expect(log).to.match(words);
      expect(fixture.changes()).to.deep.equal([]);
    });
  }

  it('takes in what was registered while it waited', async () => {
    await open();
    somebodyDeploys(fixture);
    fixture.aws.clock.schedule(30_000, () => base({ cpu: '512', memory: '1024' })(fixture));
    const { log } = await exits(0, fixture.deploy({ env: { ECS_CD_IN_PROGRESS: 'wait' } }));
    expect(log).to.contain('web:3 registered, from web:2');
  });

  it('is refused when it is told to, and nothing is changed', async () => {
    await open();
    somebodyDeploys(fixture);
    const { log } = await exits(3, fixture.deploy({ env: { ECS_CD_IN_PROGRESS: 'refuse' } }));
    expect(log).to.match(
      /happened +the deployment ecs-svc\/\d+ of outside:1 is in progress[^]*\nfix +run the job again/,
    );
    expect(fixture.changes()).to.deep.equal([]);
  });

  for (const policy of ['refuse', 'wait']) {
    it(`follows its own deployment, which a killed run left, also when it would ${policy}`, async () => {
      await open();
      await killedAfterUpdate(fixture);
      const { log } = await exits(0, fixture.deploy({ env: { ECS_CD_IN_PROGRESS: policy } }));
      expect(log).to.contain('is there already: following that').and.not.contain('waiting ');
      expect(fixture.aws.truth('web').deploymentsEver).to.equal(2);
    });
  }

  for (const [policy, exitCode] of [
    ['refuse', 3],
    ['wait', 0],
  ] as const)
    it(`does not overrun what has replaced its own deployment, which drains still: ${policy}`, async () => {
      await open({ service: loadBalanced });
      fixture.aws.world.setDeregistrationDelay(targetGroupNamed('web'), 300);
      tasks({ kind: 'healthy', afterSeconds: 120 })(fixture);
      const interrupter = new AbortController();
      await fixture.deploy({
        env: { ECS_CD_ROLLBACK: 'off' },
        interruption: interrupter.signal,
        onLog: (text) => text.includes('running 2/2') && interrupter.abort('SIGTERM'),
      });
      somebodyDeploys(fixture);
      const { log } = await exits(exitCode, fixture.deploy({ env: { ECS_CD_IN_PROGRESS: policy } }));
      expect(log)
        .to.match(/ecs-svc\/\d+ of outside:1/)
        .and.not.contain('this deployment replaces');
    });

  const classic = {
    loadBalancers: [{ loadBalancerName: 'web', containerName: 'web', containerPort: 8080 }],
  };
  for (const [policy, exitCode] of [
    ['refuse', 3],
    ['wait', 0],
  ] as const)
    it(`is not overrun behind a Classic Load Balancer, where it has no state: ${policy}`, async () => {
      await open({ service: classic });
      somebodyDeploys(fixture);
      await fixture.aws.clock.sleep(3_000);
      const { log } = await exits(exitCode, fixture.deploy({ env: { ECS_CD_IN_PROGRESS: policy } }));
      expect(log)
        .to.match(/ecs-svc\/\d+ of outside:1/)
        .and.not.contain('this deployment replaces');
    });

  it('is followed while ECS takes it back, and not deployed again, also behind a Classic Load Balancer', async () => {
    await open({ service: classic, configuration: { ...makesRoom, ...breaker } });
    tasks({ kind: 'crash', exitCode: 1 })(fixture);
    await killedAfterUpdate(fixture);
    const { aws } = fixture;
    while (aws.truth('web').primary?.taskDefinition !== 'web:1') await aws.clock.sleep(1_000);
    await exits(6, fixture.deploy());
    expect(fixture.changes()).to.deep.equal(['RegisterTaskDefinition', 'UpdateService']);
  });

  it('follows its own deployment while ECS takes it back, also when it would refuse', async () => {
    await open({ configuration: breaker });
    tasks({ kind: 'crash', exitCode: 1 })(fixture);
    await killedAfterUpdate(fixture);
    await exits(6, fixture.deploy({ env: { ECS_CD_IN_PROGRESS: 'refuse' } }));
  });
});
