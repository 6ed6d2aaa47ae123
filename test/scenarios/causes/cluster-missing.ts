import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'there is no such cluster',
  covers: ['C 22'],
  env: { CLUSTER_NAME: 'shed' },
  expected: {
    verdict: 'rejected',
    words: [
      'there is no cluster shed in eu-central-1',
      'set CLUSTER_NAME to a cluster of this account',
      'AWS_DEFAULT_REGION (now eu-central-1)',
    ],
    changes: [],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
};
