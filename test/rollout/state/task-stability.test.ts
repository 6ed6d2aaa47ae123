import type { Task } from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { completionOf, taskStability } from '../../../runner/rollout/state/task-stability';

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
  it('is steady also to the very moment, and not where its start is not known', () => {
    const { stableOf } = taskStability({ now: () => 0 });
    expect(stableOf([task(completedAt)], completedAt, false)).to.have.length(1);
    expect(stableOf([{ taskArn: 'task/x' }], completedAt, false)).to.have.length(0);
  });
  it('is one of as many as have been asked for, at the fewest', () => {
    const { sawDesiredCount, fewestDesired } = taskStability({ now: () => 0 });
    expect(fewestDesired()).to.equal(Infinity);
    for (const count of [3, 2, 4]) sawDesiredCount(count);
    expect(fewestDesired()).to.equal(2);
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
    let now = 5_000;
    const { stableOf } = taskStability({ now: () => now });
    expect(stableOf([], completedAt, true)).to.have.length(0);
    now = 74_999;
    expect(stableOf([task(after)], completedAt, true)).to.have.length(0);
    now = 75_000;
    expect(stableOf([task(after, { taskArn: 'task/c' })], completedAt, true)).to.have.length(1);
  });
  it('is steady when its container health checks pass, and is not when they fail', () => {
    const { stableOf } = taskStability({ now: () => 0 });
    expect(stableOf([task(after, { healthStatus: 'HEALTHY' })], completedAt, false)).to.have.length(1);
    expect(stableOf([task(before, { healthStatus: 'UNHEALTHY' })], completedAt, false)).to.have.length(0);
  });
});

describe('the completion of a deployment', () => {
  const service = { deployments: [{ status: 'PRIMARY', updatedAt: after }] };

  it('is where its record ends, else when it was PRIMARY last', () => {
    expect(completionOf(service, { finishedAt: completedAt })).to.equal(completedAt);
    expect(completionOf(service, {})).to.equal(after);
    expect(completionOf(service, undefined)).to.equal(after);
    expect(completionOf({}, undefined)).to.equal(undefined);
  });
});
