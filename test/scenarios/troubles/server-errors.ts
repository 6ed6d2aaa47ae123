import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'AWS answers with server errors',
  during: {
    10: ({ aws }) => aws.faults.add({ operation: 'DescribeServices', kind: 'server-error', times: 9 }),
  },
  expected: { verdict: 'succeeded' },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
