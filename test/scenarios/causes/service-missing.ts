import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'there is no such service: the answer has failures[] and an empty list',
  covers: ['C 20', 'D3 failures[]'],
  env: { SERVICE_NAME: 'wob' },
  expected: {
    verdict: 'rejected',
    words: ['SERVICE_NAME', 'no service wob in the cluster shop'],
    changes: [],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
};
