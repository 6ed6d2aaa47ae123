import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the service reads as it was before the update for a minute',
  during: {
    0: ({ aws }) => aws.faults.add({ operation: 'DescribeServices', kind: 'stale', seconds: 60, times: 12 }),
  },
  expected: { verdict: 'succeeded' },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
