import { expect } from 'chai';
import {
  openServiceFixture,
  type ServiceFixture,
  type FixtureOptions,
  type FixtureRun,
} from '../service-fixture';
import { exits } from '../run';

const breaker = { deploymentCircuitBreaker: { enable: true, rollback: true } };
const noSecret = {
  kind: 'fails-to-start',
  stoppedReason:
    "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret arn:aws:secretsmanager:eu-central-1:123456789012:secret:db from secrets manager: ResourceNotFoundException: Secrets Manager can't find the specified secret.",
} as const;
const crash = { kind: 'crash', exitCode: 1 } as const;

describe('a deployment that cannot succeed any more', () => {
  let fixture: ServiceFixture;
  const open = async (options?: FixtureOptions) => {
    fixture = await openServiceFixture(options);
  };
  afterEach(() => fixture.close());

  const stops = () => fixture.aws.calls.filter(({ operation }) => operation === 'StopServiceDeployment');
  const deploy = ({ env, ...options }: FixtureRun = {}) =>
    fixture.deploy({ ...options, env: { ECS_CD_TIMEOUT: '6m', ...env } });

  it('is not stopped for tasks that crash in different ways, nor for one that crashes once', async () => {
    await open({ desiredCount: 1 });
    let started = 0;
    fixture.aws.world.outcomeOf = ({ taskDefinition }) => {
      if (taskDefinition === 'web:1') return { kind: 'healthy' };
      started += 1;
      return started < 3 ? { ...crash, exitCode: started } : { kind: 'healthy' };
    };
    await exits(0, deploy());
    expect(stops()).to.have.length(0);
  });

  it('is not stopped for two tasks that crash while more of them run', async () => {
    await open({ desiredCount: 6 });
    let started = 0;
    fixture.aws.world.outcomeOf = ({ taskDefinition }) => {
      if (taskDefinition === 'web:1') return { kind: 'healthy' };
      started += 1;
      return started <= 2 ? crash : { kind: 'healthy' };
    };
    const { log } = await exits(0, deploy());
    expect(log).to.contain('stopped in the same way (2 so far)');
    expect(stops()).to.have.length(0);
  });

  it('is not stopped where one task holds the lock that the others crash for', async () => {
    await open({ desiredCount: 3 });
    let started = 0;
    fixture.aws.world.outcomeOf = ({ taskDefinition }) => {
      if (taskDefinition === 'web:1') return { kind: 'healthy' };
      started += 1;
      return started === 2 || started === 3 ? crash : { kind: 'healthy' };
    };
    await exits(0, deploy());
    expect(stops()).to.have.length(0);
  });

  it('is not stopped for two tasks that crash at once while many others start', async () => {
    await open({ desiredCount: 20 });
    let started = 0;
    fixture.aws.world.outcomeOf = ({ taskDefinition }) => {
      if (taskDefinition === 'web:1') return { kind: 'healthy' };
      started += 1;
      return started <= 2 ? { ...crash, afterSeconds: 0 } : { kind: 'healthy' };
    };
    await exits(0, deploy());
  });

  it('is left alone where rollback is off: the job ends at once, unless ECS gives up by itself', async () => {
    for (const [configuration, exit] of [
      [{}, 7],
      [breaker, 6],
    ] as const) {
      await open({ configuration });
      fixture.newTasks(noSecret);
      const start = fixture.aws.clock.now();
      const { log } = await exits(exit, deploy({ env: { ECS_CD_ROLLBACK: 'off' } }));
      expect(fixture.changes()).to.deep.equal(['RegisterTaskDefinition', 'UpdateService']);
      if (exit === 7) {
        expect(fixture.aws.clock.now() - start).to.be.below(60_000);
        expect(log).to.contain('ECS goes on starting tasks of web:2');
        await fixture.close();
      }
    }
  });

  it('goes on being followed when what stops it is lost on the way', async () => {
    await open();
    fixture.newTasks(noSecret);
    fixture.aws.faults.add({ operation: 'StopServiceDeployment', kind: 'lost-reply' });
    await exits(6, deploy());
    expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:1', healthyCount: 2 });
  });
});
