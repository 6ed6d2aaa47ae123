import { breaker, faulty } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the job may not look at the log of a task, and the tasks crash',
  fixture: { configuration: breaker },
  given: (fixture) => {
    fixture.newTasks({ kind: 'crash', exitCode: 1, log: ['boom'] });
    faulty({ operation: 'GetLogEvents', kind: 'access-denied', times: Infinity })(fixture);
  },
  expected: {
    verdict: 'rolled-back',
    words: ['logs:GetLogEvents'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
