import { faulty } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the task definition has a field that the SDK does not know',
  covers: ['D3 unknown fields'],
  given: faulty({ operation: 'DescribeTaskDefinition', kind: 'newer-member', times: 99 }),
  expected: {
    verdict: 'rejected',
    words: ['newerThanTheSdk', 'register a revision without newerThanTheSdk'],
    changes: [],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
};
