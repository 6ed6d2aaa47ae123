import type { Service } from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { isFailing, taskCountsOf } from '../../runner/diagnosis/task-counts';

const createdAt = new Date('2026-01-01T00:00:00Z');
const at = (seconds: number, message: string) => ({
  createdAt: new Date(createdAt.getTime() + seconds * 1000),
  message,
});
const started = (count: number) => `(service web) has started ${count} tasks: (task a).`;

describe('two readings of a service', () => {
  const service = (
    running: number,
    pending: number,
    rest: Partial<Service> = {},
    failedTasks = 0,
  ): Service => ({
    desiredCount: 2,
    deployments: [
      { id: 'ecs-svc/2', status: 'PRIMARY', runningCount: running, pendingCount: pending, failedTasks },
    ],
    ...rest,
  });
  const between = (before: Service, after: Service) =>
    isFailing(taskCountsOf(createdAt, before), taskCountsOf(createdAt, after));

  it('hint at nothing while tasks come up', () => {
    const start = service(0, 2, { events: [at(1, started(2))] });
    expect(isFailing(undefined, taskCountsOf(createdAt, start))).to.equal(false);
    expect(between(service(0, 0), start)).to.equal(false);
    expect(between(start, service(2, 0, start))).to.equal(false);
  });
  it('hint at a failure when ECS counts one, when a task is gone, and when one was started in its place', () => {
    expect(between(service(0, 2), service(0, 2, {}, 1))).to.equal(true);
    expect(between(service(1, 1), service(1, 0))).to.equal(true);
    const before = service(0, 2, { events: [at(1, started(2))] });
    expect(between(before, service(0, 2, { events: [at(9, started(1)), at(1, started(2))] }))).to.equal(true);
  });
  it('hint at one when the scheduler complains, the first time that it does in these words', () => {
    const event = at(
      9,
      '(service web) was unable to place a task. Reason: Capacity is unavailable at this time.',
    );
    const stuck = service(0, 0, { events: [event] });
    expect(between(service(0, 0), stuck)).to.equal(true);
    expect(
      between(
        stuck,
        service(0, 0, {
          events: [{ ...event, createdAt: new Date(event.createdAt.getTime() + 60_000) }, event],
        }),
      ),
    ).to.equal(false);
    expect(between(stuck, stuck)).to.equal(false);
  });
  it('hint at one when another deployment has become PRIMARY', () => {
    const back = { ...service(2, 0), deployments: [{ id: 'ecs-svc/1', status: 'PRIMARY', runningCount: 2 }] };
    expect(between(service(2, 0), back)).to.equal(true);
  });
  it('say nothing by events from before the deployment', () => {
    expect(
      isFailing(undefined, taskCountsOf(createdAt, service(0, 2, { events: [at(-9, started(4))] }))),
    ).to.equal(false);
  });
});
