import { expect } from 'chai';
import { serviceStateOf } from '../../runner/recipes/deploy-revision';

describe('the state of a service', () => {
  it('is its deployments and what it said last, oldest first, in a line each', () => {
    const event = (minute: number, message: string) => ({
      createdAt: new Date(Date.UTC(2026, 0, 1, 0, minute)),
      message,
    });
    const state = serviceStateOf({
      status: 'ACTIVE',
      desiredCount: 2,
      runningCount: 1,
      pendingCount: 1,
      deployments: [
        {
          id: 'ecs-svc/1',
          status: 'PRIMARY',
          taskDefinition: 'arn:aws:ecs:eu-central-1:123456789012:task-definition/web:1',
          rolloutState: 'IN_PROGRESS',
          runningCount: 1,
          desiredCount: 2,
          failedTasks: 3,
        },
      ],
      events: [event(9, 'new'), event(8, 'old'), event(7, '3'), event(6, '2'), event(5, '1'), event(4, '0')],
    });
    expect(state).to.deep.equal([
      'ACTIVE, 1 of 2 tasks running, 1 pending',
      'PRIMARY ecs-svc/1 of web:1 IN_PROGRESS: running 1 of 2, failed 3',
      '2026-01-01T00:05:00.000Z 1',
      '2026-01-01T00:06:00.000Z 2',
      '2026-01-01T00:07:00.000Z 3',
      '2026-01-01T00:08:00.000Z old',
      '2026-01-01T00:09:00.000Z new',
    ]);
  });
});
