import { expect } from 'chai';
import type { Finding } from '../../../runner/diagnosis/finding';
import { shortOfTasks } from '../../../runner/rollout/state/late-ending';

const serviceOf = (desiredCount: number, runningCount: number) => ({
  desiredCount,
  deployments: [{ status: 'PRIMARY', taskDefinition: 'task-definition/web:2', runningCount }],
});
const byFault = (fault: 'release' | 'surroundings' | 'nobody', more: Partial<Finding> = {}): Finding => ({
  cause: { id: 'x', explanation: 'AWS took it', fault },
  said: 'x',
  revision: 'web:2',
  taskIds: ['1'],
  isOurs: true,
  ...more,
});
const unknown: Finding = { ...byFault('nobody'), cause: undefined };

describe('a completed deployment that lacks tasks', () => {
  it('does so for more having been asked for, once as many run as then', () => {
    expect(shortOfTasks(serviceOf(4, 2), 2, [])).to.match(/^2 of 4 tasks are running: more than 2 were/);
    expect(shortOfTasks(serviceOf(4, 3), 2, [])).to.match(/^3 of 4/);
    expect(shortOfTasks(serviceOf(4, 1), 2, []), 'one of the two is missing').to.equal(undefined);
    expect(shortOfTasks(serviceOf(2, 2), 2, []), 'no more were asked for').to.equal(undefined);
    expect(shortOfTasks(serviceOf(4, 2), undefined, []), 'nobody knows how many then').to.equal(undefined);
  });

  it('does so for its surroundings having taken one', () => {
    for (const fault of ['surroundings', 'nobody'] as const)
      expect(shortOfTasks(serviceOf(2, 1), 2, [byFault(fault)])).to.match(/outside \(AWS took it\); 1 of 2 /);
    for (const [what, finding] of Object.entries({
      'no task of it': byFault('surroundings', { taskIds: [] }),
      'of another revision': byFault('surroundings', { revision: 'web:1', isOurs: false }),
      'of no known cause, and of another revision': { ...unknown, revision: 'web:1', isOurs: false },
    }))
      expect(shortOfTasks(serviceOf(2, 1), 2, [finding]), what).to.equal(undefined);
  });

  it('is at fault where one of its own tasks failed for anything else, whatever else there is', () => {
    for (const finding of [byFault('release'), unknown])
      expect(shortOfTasks(serviceOf(4, 2), 2, [byFault('nobody'), finding])).to.equal(undefined);
    for (const more of [{ isOurs: false, revision: 'web:1' }, { taskIds: [] }])
      expect(shortOfTasks(serviceOf(4, 2), 2, [byFault('release', more)])).to.match(/more than 2/);
  });
});
