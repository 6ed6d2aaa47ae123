import { expect } from 'chai';
import type { Task } from '@aws-sdk/client-ecs';
import { stoppedGroupsOf } from '../../runner/service/stopped-tasks';

const crashed = (id: string, change: Partial<Task> = {}): Task => ({
  taskArn: `arn:aws:ecs:eu-central-1:123456789012:task/c/${id}`,
  startedBy: 'ecs-svc/2',
  stopCode: 'EssentialContainerExited',
  stoppedReason: 'Essential container in task exited',
  containers: [
    { name: 'app', exitCode: 1 },
    { name: 'proxy', exitCode: 0 },
  ],
  ...change,
});
const groups = (...tasks: Task[]) => stoppedGroupsOf(tasks, 'ecs-svc/2');

describe('why tasks stopped', () => {
  it('is said in words of ECS, with the exit code of the container that failed', () => {
    expect(groups(crashed('1'))[0]?.cause).to.equal(
      'Essential container in task exited; container app exited with code 1',
    );
  });
  it('groups equal causes, the most frequent first', () => {
    const outOfMemory = {
      containers: [
        { name: 'app', exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' },
      ],
    };
    expect(
      groups(crashed('1', outOfMemory), crashed('2'), crashed('3')).map(({ taskIds }) => taskIds),
    ).to.deep.equal([['2', '3'], ['1']]);
  });
  it('counts a container that never got an exit code as one that never started', () => {
    const pull = {
      stopCode: 'TaskFailedToStart' as const,
      stoppedReason: 'CannotPullContainerError: not found',
      containers: [{ name: 'app', reason: 'CannotPullContainerError: not found' }],
    };
    expect(groups(crashed('1', pull))[0]?.cause).to.contain(
      'container app never started (CannotPullContainerError',
    );
  });
  it('leaves out tasks of other deployments, scaling, Spot, infrastructure and what people stop', () => {
    expect(
      groups(
        crashed('1', { startedBy: 'ecs-svc/1' }),
        crashed('2', {
          stopCode: 'ServiceSchedulerInitiated',
          stoppedReason: 'Scaling activity initiated by (deployment ecs-svc/3)',
        }),
        crashed('3', { stopCode: 'SpotInterruption' }),
        crashed('4', { stopCode: 'InfrastructureHealth' }),
        crashed('5', { stopCode: 'UserInitiated' }),
      ),
    ).to.deep.equal([]);
  });
  it('keeps a failed health check, which the scheduler stops too', () => {
    const unhealthy = {
      stopCode: 'ServiceSchedulerInitiated' as const,
      stoppedReason: 'Task failed container health checks',
    };
    expect(groups(crashed('1', unhealthy))).to.have.length(1);
  });
});
