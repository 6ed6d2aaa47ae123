import { breaker, tasks } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the tasks have no way to the registry, and no new one has more luck',
  covers: ['C 3'],
  fixture: { configuration: breaker },
  given: tasks({
    kind: 'fails-to-start',
    // (field report)
    stoppedReason:
      'CannotPullContainerError: The task cannot pull 123456789012.dkr.ecr.eu-central-1.amazonaws.com/team/web:v2 from the registry 123456789012.dkr.ecr.eu-central-1.amazonaws.com/team/web:v2. There is a connection issue between the task and the registry. Check your task network configuration. : failed to copy: httpReadSeeker: failed open: failed to do request: dial tcp 10.0.0.1:443: i/o timeout',
    afterSeconds: 60,
  }),
  expected: {
    verdict: 'rolled-back',
    words: ['NAT gateway', 'circuit breaker'],
    cause: 'the task cannot pull its image: no connection',
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
