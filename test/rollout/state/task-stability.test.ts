import type { Task } from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { openServiceFixture } from '../../service-fixture';
import { taskStability } from '../../../runner/rollout/state/task-stability';

const completedAt = new Date('2026-01-01T00:10:00Z');
const before = new Date('2026-01-01T00:09:00Z');
const after = new Date('2026-01-01T00:10:30Z');
const task = (startedAt: Date, rest: Partial<Task> = {}): Task => ({ taskArn: 'task/a', startedAt, ...rest });

describe('a running task', () => {
  it('is steady when it has run since before ECS called the deployment completed', () => {
    const { stableOf } = taskStability({ now: () => 0 });
    expect(stableOf([task(before)], completedAt, false)).to.have.length(1);
    expect(stableOf([task(after)], completedAt, false)).to.have.length(0);
    expect(stableOf([task(before)], undefined, false)).to.have.length(0);
  });
  it('is not steady for having started just before, where tasks have failed or more have been asked for', () => {
    const { stableOf } = taskStability({ now: () => 0 });
    const justBefore = new Date(completedAt.getTime() - 39_000);
    expect(stableOf([task(justBefore)], completedAt, true)).to.have.length(0);
    expect(stableOf([task(justBefore)], completedAt, false)).to.have.length(1);
    expect(stableOf([task(before)], completedAt, true)).to.have.length(1);
  });
  it('is steady when it has been seen for forty seconds, by whatever clock', () => {
    let now = 0;
    const { stableOf } = taskStability({ now: () => now });
    expect(stableOf([task(after)], completedAt, false)).to.have.length(0);
    now = 39_999;
    expect(stableOf([task(after)], completedAt, false)).to.have.length(0);
    now = 40_000;
    expect(stableOf([task(after), task(after, { taskArn: 'task/b' })], completedAt, false)).to.have.length(1);
  });
  it('is steady once more than forty seconds of AWS time must have passed since it started', () => {
    let now = 0;
    const { stableOf } = taskStability({ now: () => now });
    expect(stableOf([], completedAt, true)).to.have.length(0);
    now = 69_999;
    expect(stableOf([task(after)], completedAt, true)).to.have.length(0);
    now = 70_000;
    expect(stableOf([task(after, { taskArn: 'task/c' })], completedAt, true)).to.have.length(1);
  });
  it('is steady when its container health checks pass, and is not when they fail', () => {
    const { stableOf } = taskStability({ now: () => 0 });
    expect(stableOf([task(after, { healthStatus: 'HEALTHY' })], completedAt, false)).to.have.length(1);
    expect(stableOf([task(before, { healthStatus: 'UNHEALTHY' })], completedAt, false)).to.have.length(0);
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
