import { breaker, faulty } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the job may not look at the tasks, and the tasks crash',
  fixture: { configuration: breaker },
  given: (fixture) => {
    fixture.newTasks({ kind: 'crash', exitCode: 1, log: ['boom'] });
    faulty({ operation: 'ListTasks', kind: 'access-denied', times: Infinity })(fixture);
  },
  expected: {
    verdict: 'rolled-back',
    isUnverified: true,
    words: ['ecs:ListTasks', 'web:1 serves again (ECS says so; not verified'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
