import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a proxy answers in the place of AWS',
  during: {
    10: ({ aws }) => aws.faults.add({ operation: 'DescribeServices', kind: 'strange-page', times: 9 }),
  },
  expected: { verdict: 'succeeded' },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
