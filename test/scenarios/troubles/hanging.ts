import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'AWS does not answer three times',
  isSlow: true,
  during: { 10: ({ aws }) => aws.faults.add({ operation: 'DescribeServices', kind: 'hang', times: 3 }) },
  expected: { verdict: 'succeeded' },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
