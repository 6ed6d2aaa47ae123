import { breaker, tasks } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'tasks stop for a reason that nobody has seen before',
  fixture: { configuration: breaker },
  given: tasks({ kind: 'fails-to-start', stoppedReason: 'FluxCapacitorError: 1.21 gigawatts are missing' }),
  expected: {
    verdict: 'rolled-back',
    words: ['circuit breaker', 'see the stopped task', 'ECS documentation'],
    cause: 'FluxCapacitorError: 1.21 gigawatts are missing',
    changes: ['RegisterTaskDefinition', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
