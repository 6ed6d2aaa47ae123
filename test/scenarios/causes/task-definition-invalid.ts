import { faulty } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'ECS does not take the new revision',
  covers: ['C 18'],
  given: faulty({
    operation: 'RegisterTaskDefinition',
    kind: 'client-error',
    times: 99,
    // (field report)
    error: { name: 'ClientException', message: 'No Fargate configuration exists for given values.' },
  }),
  expected: {
    verdict: 'rejected',
    words: ['No Fargate configuration exists for given values', 'cpu and memory'],
    changes: [],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
};
