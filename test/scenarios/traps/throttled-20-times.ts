import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'AWS throttles 20 calls in a row',
  covers: ['D3 throttled 20 times', 'C 24'],
  during: { 10: ({ aws }) => aws.faults.add({ operation: 'DescribeServices', kind: 'throttle', times: 20 }) },
  expected: { verdict: 'succeeded', words: [said.answersAgain] },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
