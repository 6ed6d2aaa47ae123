import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'there is no such cluster',
  covers: ['C 22'],
  env: { CLUSTER_NAME: 'shed' },
  expected: {
    verdict: 'rejected',
    words: [
      'ClusterNotFoundException',
      'set CLUSTER_NAME (now shed)',
      'AWS_DEFAULT_REGION (now eu-central-1)',
    ],
    changes: [],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
};
