import { faulty } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'AWS answers every task definition with a new field that nobody has set',
  covers: ['D3 unknown fields'],
  given: faulty({ operation: 'DescribeTaskDefinition', kind: 'newer-member', value: false, times: 99 }),
  expected: {
    verdict: 'succeeded',
    words: ['they are empty, so nothing is lost: newerThanTheSdk', 'web:2 serves 2 of 2 tasks'],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2 },
};
