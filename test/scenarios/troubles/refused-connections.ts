import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'AWS refuses connections',
  during: { 10: ({ aws }) => aws.faults.add({ operation: 'DescribeServices', kind: 'refuse', times: 9 }) },
  expected: { verdict: 'succeeded' },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
