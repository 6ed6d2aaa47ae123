import { loadBalanced, tasks, breaker } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the new tasks need twelve of the fifteen minutes to become healthy',
  covers: ['D3 slow but healthy'],
  fixture: { service: loadBalanced, configuration: breaker },
  given: tasks({ kind: 'healthy', afterSeconds: 720 }),
  expected: {
    verdict: 'succeeded',
    exitCode: 0,

    changes: ['RegisterTaskDefinition', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
