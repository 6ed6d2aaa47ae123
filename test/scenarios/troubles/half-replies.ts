import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'three answers of AWS stop halfway',
  isSlow: true,
  during: {
    10: ({ aws }) => aws.faults.add({ operation: 'DescribeServices', kind: 'half-reply', times: 3 }),
  },
  expected: { verdict: 'succeeded' },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
