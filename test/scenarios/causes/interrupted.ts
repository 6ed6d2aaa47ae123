import { firstTasks } from '../given/givens';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  infrastructure: {
    what: 'the machine under the first tasks is retired',
    covers: ['C 31'],
    given: firstTasks(2, {
      kind: 'interrupted',
      stopCode: 'InfrastructureHealth',
      // (AWS docs)
      stoppedReason: 'ECS is performing maintenance on the underlying infrastructure hosting the task.',
    }),
    expected: { verdict: 'succeeded', absent: ['why '] },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
  'spot-interruption': {
    what: 'AWS takes the Spot capacity of the first tasks back',
    covers: ['C 31'],
    given: firstTasks(2, { kind: 'spot-interruption' }),
    expected: { verdict: 'succeeded', absent: ['why '] },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
  'stopped-by-hand': {
    what: 'somebody stops the first tasks by hand',
    covers: ['C 31'],
    given: firstTasks(2, {
      kind: 'interrupted',
      stopCode: 'UserInitiated',
      // (AWS docs)
      stoppedReason: 'Task stopped by user',
    }),
    expected: { verdict: 'succeeded', absent: ['why '] },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
};
