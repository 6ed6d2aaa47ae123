import { expect } from 'chai';
import { openAccount, type Account } from '../../account';
import type { TaskOutcome } from '../tasks/scripted-tasks';

const breaker = (rollback: boolean) => ({
  deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback } },
});
const crash: TaskOutcome = { kind: 'crash', exitCode: 3 };

describe('the circuit breaker of the simulated ECS', () => {
  let account: Account;
  afterEach(() => account.close());

  it('rolls back to the old deployment under its old id', async () => {
    account = await openAccount(breaker(true));
    const [old] = (await account.service()).deployments!;
    const failing = await account.deploy(crash);
    while ((await account.record()).status !== 'ROLLBACK_IN_PROGRESS') await account.pass(5);

    const record = await account.record();
    expect(record.statusReason).to.equal(
      'Service deployment rolled back because the circuit breaker threshold was exceeded.',
    );
    expect(record.deploymentCircuitBreaker).to.deep.equal({
      status: 'TRIGGERED',
      failureCount: 3,
      threshold: 3,
    });
    expect(record.rollback!.serviceRevisionArn!.split('/').at(-1)).to.equal(old!.id!.split('/')[1]);
    const [primary, active] = (await account.service()).deployments!;
    expect(primary).to.include({ id: old!.id, status: 'PRIMARY', rolloutState: 'IN_PROGRESS' });
    expect(primary!.rolloutStateReason).to.equal(
      `ECS deployment circuit breaker: rolling back to deploymentId ${old!.id}.`,
    );
    expect(active).to.include({
      id: failing.id,
      status: 'ACTIVE',
      rolloutState: 'FAILED',
      rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.',
    });

    await account.pass(60);
    expect((await account.record()).status).to.equal('ROLLBACK_SUCCESSFUL');
    expect((await account.service()).taskDefinition).to.match(/web:1$/);
    expect(account.aws.truth('web')).to.include({ taskDefinition: 'web:1', deploymentId: old!.id });
    expect((await account.messages()).slice(-4)).to.deep.equal([
      `(service web) (deployment ${failing.id}) deployment failed: tasks failed to start.`,
      `(service web) rolling back to deployment ${old!.id}.`,
      `(service web) (deployment ${old!.id}) deployment completed.`,
      '(service web) has reached a steady state.',
    ]);
  });

  it('trips after two and a half minutes when the container crashes at start', async () => {
    account = await openAccount(breaker(true));
    await account.deploy(crash);
    const start = account.aws.clock.now();
    while ((await account.record()).status !== 'ROLLBACK_IN_PROGRESS') await account.pass(5);
    expect((account.aws.clock.now() - start) / 1000).to.be.within(120, 180);
  });

  it('leaves everything as it is when rollback is off: old tasks go on, no new ones are started', async () => {
    account = await openAccount(breaker(false));
    const failing = await account.deploy(crash);
    await account.pass(600);
    expect(await account.record()).to.deep.include({ status: 'STOPPED' });
    expect((await account.record()).deploymentCircuitBreaker!.status).to.equal('TRIGGERED');
    const [primary] = (await account.service()).deployments!;
    expect(primary).to.include({ id: failing.id, rolloutState: 'FAILED', failedTasks: 3, runningCount: 0 });
    expect(account.aws.truth('web')).to.include({ taskDefinition: 'web:1', healthyCount: 1 });
  });

  it('leaves everything as it is when there is no completed deployment to go back to', async () => {
    account = await openAccount(breaker(true));
    await account.deploy(crash);
    while ((await account.record()).status !== 'ROLLBACK_IN_PROGRESS') await account.pass(1);
    await account.deploy(crash);
    await account.pass(600);
    expect((await account.record()).status).to.equal('STOPPED');
    expect((await account.service()).deployments![0]).to.include({ rolloutState: 'FAILED' });
  });

  it('fails to roll back when the old revision does not come up either', async () => {
    account = await openAccount({
      deploymentConfiguration: {
        minimumHealthyPercent: 0,
        maximumPercent: 100,
        ...breaker(true).deploymentConfiguration,
      },
    });
    await account.deploy(crash);
    account.aws.world.setOutcome({ taskDefinition: 'web' }, crash);
    await account.pass(900);
    expect((await account.record()).status).to.equal('ROLLBACK_FAILED');
    expect(account.aws.truth('web'))
      .to.include({ healthyOfAll: 0 })
      .and.not.to.have.property('taskDefinition');
  });

  for (const [thresholdConfiguration, desiredCount, expected] of [
    [{ type: 'COUNT', value: 1 }, 1, 1],
    [{ type: 'BOUNDED_PERCENT', value: 50 }, 1, 3],
    [{ type: 'BOUNDED_PERCENT', value: 50 }, 25, 13],
    [{ type: 'BOUNDED_PERCENT', value: 50 }, 500, 200],
    [{ type: 'UNBOUNDED_PERCENT', value: 10 }, 20, 2],
  ] as const) {
    it(`trips after ${expected} for ${thresholdConfiguration.type} ${thresholdConfiguration.value} of ${desiredCount} tasks`, async () => {
      const deploymentCircuitBreaker = { enable: true, rollback: true, thresholdConfiguration };
      account = await openAccount({ desiredCount, deploymentConfiguration: { deploymentCircuitBreaker } });
      expect((await account.record()).deploymentCircuitBreaker!.threshold).to.equal(expected);
    });
  }

  for (const [resetOnHealthyTask, ending] of [
    [true, 'SUCCESSFUL'],
    [false, 'ROLLBACK_SUCCESSFUL'],
  ] as const) {
    it(`${resetOnHealthyTask ? 'forgets' : 'remembers'} failures once a task is healthy when resetOnHealthyTask is ${resetOnHealthyTask}`, async () => {
      const deploymentCircuitBreaker = { enable: true, rollback: true, resetOnHealthyTask };
      account = await openAccount({
        desiredCount: 2,
        deploymentConfiguration: { deploymentCircuitBreaker },
      });
      const outcomes: TaskOutcome[] = [crash, { kind: 'healthy' }, crash, crash];
      account.aws.world.outcomeOf = () => outcomes.shift() ?? { kind: 'healthy' };
      await account.deploy();
      await account.pass(900);
      expect((await account.record()).status).to.equal(ending);
    });
  }

  it('is missed: without it failing tasks are started for ever, after longer and longer waits', async () => {
    account = await openAccount();
    await account.deploy(crash);
    await account.pass(3600);
    expect((await account.record()).status).to.equal('IN_PROGRESS');
    const { failedTasks } = (await account.service()).deployments![0]!;
    expect(failedTasks).to.be.within(6, 15);
    expect(await account.messages()).to.satisfy((texts: string[]) =>
      texts.some((text) =>
        text.startsWith('(service web) is unable to consistently start tasks successfully.'),
      ),
    );
    expect((await account.messages()).join()).to.not.contain('unable to stop or start tasks');
  });
});
