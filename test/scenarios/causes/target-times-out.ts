import { breaker, loadBalanced, tasks } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the load balancer gets no answer from the new tasks',
  covers: ['C 12'],
  fixture: { configuration: breaker, service: loadBalanced },
  given: tasks({ kind: 'unhealthy-target', reason: 'Request timed out' }),
  expected: {
    verdict: 'rolled-back',
    words: ['Request timed out', 'security group'],
    cause: "failed the load balancer's health check",
    givenUpAfter: 2,
    changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
