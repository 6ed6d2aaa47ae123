import { breaker, loadBalanced, tasks } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the load balancer gets 500 from the new tasks',
  covers: ['C 12'],
  fixture: { desiredCount: 1, configuration: breaker, service: loadBalanced },
  given: tasks({ kind: 'unhealthy-target' }),
  expected: {
    verdict: 'rolled-back',
    words: ['codes: [500]', 'matcher'],
    cause: "failed the load balancer's health check",
    givenUpAfter: 2,
    changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 1 },
};
