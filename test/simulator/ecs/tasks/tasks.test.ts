import { DescribeTasksCommand, ListTasksCommand } from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { openAccount, refusalOf, type Account } from '../../account';
import type { TaskOutcome } from './scripted-tasks';

describe('a task of the simulated ECS', () => {
  let account: Account;
  afterEach(() => account.close());

  /** The first task of a deployment whose tasks all go like this, once it is on its way out. */
  async function firstStopped(outcome: TaskOutcome, options: Parameters<typeof openAccount>[0] = {}) {
    account = await openAccount(options);
    const { id } = await account.deploy(outcome);
    for (;;) {
      await account.pass(1);
      const [task] = await account.tasks('STOPPED');
      if (task) return { task, deploymentId: id };
    }
  }

  it('goes through its states and says when', async () => {
    account = await openAccount();
    await account.deploy();
    const seen = new Set<string>();
    for (let second = 0; second < 60; second += 1) {
      await account.pass(1);
      const task = (await account.tasks('RUNNING')).find((one) => one.taskDefinitionArn!.endsWith('web:2'));
      if (task) seen.add(task.lastStatus!);
    }
    expect([...seen]).to.deep.equal(['PROVISIONING', 'PENDING', 'ACTIVATING', 'RUNNING']);
    const task = (await account.tasks('RUNNING')).find((one) => one.taskDefinitionArn!.endsWith('web:2'))!;
    const times = [task.createdAt!, task.pullStartedAt!, task.pullStoppedAt!, task.startedAt!];
    expect(times).to.deep.equal(times.toSorted((a, b) => a.getTime() - b.getTime()));
  });

  it('that crashes keeps its exit code and the deployment that started it', async () => {
    const { task, deploymentId } = await firstStopped({
      kind: 'crash',
      exitCode: 137,
      reason: 'OutOfMemoryError',
    });
    expect(task).to.include({
      startedBy: deploymentId,
      desiredStatus: 'STOPPED',
      lastStatus: 'DEPROVISIONING',
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
    });
    expect(task.containers![0]).to.include({ name: 'web', exitCode: 137, reason: 'OutOfMemoryError' });
  });

  it('that fails to start has no exit code, but a reason', async () => {
    const stoppedReason = 'ResourceInitializationError: unable to pull secrets or registry auth';
    const { task } = await firstStopped({ kind: 'fails-to-start', stoppedReason });
    expect(task).to.include({ stopCode: 'TaskFailedToStart', stoppedReason });
    expect(task.containers![0]).not.to.have.property('exitCode');
    expect((await account.service()).deployments![0]!.failedTasks).to.equal(1);
  });

  it('whose image is not in ECR cannot pull it', async () => {
    account = await openAccount();
    const { world, registry } = account.aws;
    world.createRepository('web');
    const image = `${registry}/web:missing`;
    world.registerTaskDefinition({
      family: 'other',
      containerDefinitions: [{ name: 'web', image, memory: 128 }],
    });
    await account.deploy(undefined, { taskDefinition: 'other' });
    await account.pass(240);
    const [task] = await account.tasks('STOPPED');
    expect(task!.stoppedReason).to.match(/^CannotPullContainerError: .*web:missing: not found$/);
  });

  it('that Spot takes back is replaced and not counted as a failure', async () => {
    const { task } = await firstStopped({ kind: 'spot-interruption' });
    expect(task.stopCode).to.equal('SpotInterruption');
    await account.pass(2);
    expect((await account.service()).deployments![0]!.failedTasks).to.equal(0);
    expect(await account.tasks('RUNNING')).to.have.length(2);
  });

  it('that is stopped for no fault of its own is not counted as a failure either', async () => {
    const stoppedReason = 'ECS is performing maintenance on the underlying infrastructure hosting the task.';
    const { task } = await firstStopped({
      kind: 'interrupted',
      stopCode: 'InfrastructureHealth',
      stoppedReason,
    });
    expect(task).to.include({ stopCode: 'InfrastructureHealth', stoppedReason });
    expect(account.aws.truth('web').failures).to.deep.equal([]);
  });

  it('that cannot start may say why in its container', async () => {
    const reason = 'CannotStartContainerError: Error response from daemon: no such driver';
    const { task } = await firstStopped({
      kind: 'fails-to-start',
      stoppedReason: 'Task failed to start',
      reason,
    });
    expect(task.containers![0]).to.include({ reason });
    expect(account.aws.truth('web').failures).to.have.length(1);
  });

  it('behind a load balancer is stopped when its target is unhealthy, but not in the grace period', async () => {
    const targetGroupArn = 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1';
    const { task } = await firstStopped(
      { kind: 'unhealthy-target', afterSeconds: 20 },
      {
        loadBalancers: [{ targetGroupArn, containerName: 'web', containerPort: 8080 }],
        settings: { healthCheckGracePeriodSeconds: 120 },
      },
    );
    expect(task.stoppedReason).to.equal(`Task failed ELB health checks in (target-group ${targetGroupArn})`);
    expect(task.stoppingAt!.getTime() - task.startedAt!.getTime()).to.equal(120_000);
    const id = task.taskArn!.split('/').at(-1);
    expect(await account.messages()).to.include(
      `(service web) (task ${id}) (port 8080) is unhealthy in (target-group ${targetGroupArn}) due to (reason Health checks failed with these codes: [500])`,
    );
  });

  it('is stopped when its container is unhealthy', async () => {
    account = await openAccount();
    account.aws.world.registerTaskDefinition({
      family: 'checked',
      containerDefinitions: [
        { name: 'web', image: 'web', memory: 128, healthCheck: { command: ['CMD', 'check'] } },
      ],
    });
    account.aws.world.setOutcome({ taskDefinition: 'checked' }, { kind: 'unhealthy-container' });
    await account.deploy(undefined, { taskDefinition: 'checked' });
    await account.pass(132);
    const [task] = await account.tasks('STOPPED');
    expect(task).to.include({
      stopCode: 'ServiceSchedulerInitiated',
      stoppedReason: 'Task failed container health checks',
      healthStatus: 'UNHEALTHY',
    });
  });

  it('that is no longer needed is stopped for scaling, and visible for an hour', async () => {
    account = await openAccount();
    const { id } = await account.deploy();
    await account.pass(180);
    const [task] = await account.tasks('STOPPED');
    expect(task).to.include({
      lastStatus: 'STOPPED',
      stoppedReason: `Scaling activity initiated by (deployment ${id})`,
    });
    await account.pass(3600);
    expect(await account.tasks('STOPPED')).to.deep.equal([]);
    const tasks = [task!.taskArn!];
    const { failures } = await account.ecs.send(new DescribeTasksCommand({ cluster: 'shop', tasks }));
    expect(failures).to.deep.equal([{ arn: task!.taskArn, reason: 'MISSING' }]);
  });

  it('is one of many: lists come in pages, and no more than 100 are described at once', async () => {
    account = await openAccount({ desiredCount: 230 });
    const arns: string[] = [];
    let nextToken: string | undefined;
    const pages = [];
    do {
      const page = await account.ecs.send(new ListTasksCommand({ cluster: 'shop', nextToken }));
      pages.push(page.taskArns!.length);
      arns.push(...page.taskArns!);
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    expect(pages).to.deep.equal([100, 100, 30]);
    expect(new Set(arns).size).to.equal(230);
    const call = account.ecs.send(new DescribeTasksCommand({ cluster: 'shop', tasks: arns.slice(0, 101) }));
    expect((await refusalOf(call)).name).to.equal('InvalidParameterException');
  });
});
