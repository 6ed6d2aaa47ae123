import { breaker, tasks } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'no task gets its network interface in time',
  covers: ['C 16'],
  fixture: { configuration: breaker },
  given: tasks({
    kind: 'fails-to-start',
    // (AWS docs)
    stoppedReason: 'Timeout waiting for network interface provisioning to complete.',
  }),
  expected: {
    verdict: 'rolled-back',
    words: ['quota of network interfaces', 'circuit breaker'],
    cause: 'the task got no network interface in time',
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
