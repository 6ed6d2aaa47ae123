import { breaker, faulty } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the job may not look at service deployments, and the tasks crash',
  fixture: { configuration: breaker },
  given: (fixture) => {
    fixture.newTasks({ kind: 'crash', exitCode: 1, log: ['boom'] });
    faulty({ operation: 'ListServiceDeployments', kind: 'access-denied', times: Infinity })(fixture);
  },
  expected: {
    verdict: 'rolled-back',
    words: ['ecs:ListServiceDeployments'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
