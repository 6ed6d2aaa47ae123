import { firstTasks } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
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
};
