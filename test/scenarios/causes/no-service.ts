import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  'cluster-missing': {
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
  },
  'service-missing': {
    what: 'there is no such service: the answer has failures[] and an empty list',
    covers: ['C 20', 'D3 failures[]'],
    env: { SERVICE_NAME: 'wob' },
    expected: {
      verdict: 'rejected',
      words: ['SERVICE_NAME', 'no service wob in the cluster shop'],
      changes: [],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
  },
  'service-draining': {
    what: 'the service is being deleted',
    covers: ['C 21'],
    fixture: { service: { status: 'DRAINING' } },
    expected: {
      verdict: 'rejected',
      words: ['is DRAINING, not ACTIVE', 'SERVICE_NAME'],
      changes: [],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
  },
  'service-inactive': {
    what: 'the service has been deleted',
    covers: ['C 21'],
    fixture: { service: { status: 'INACTIVE' } },
    expected: { verdict: 'rejected', words: ['INACTIVE', 'SERVICE_NAME'], changes: [] },
    truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
  },
};
