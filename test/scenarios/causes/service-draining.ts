import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the service is being deleted',
  covers: ['C 21'],
  fixture: { service: { status: 'DRAINING' } },
  expected: {
    verdict: 'rejected',
    words: ['is DRAINING, not ACTIVE', 'SERVICE_NAME'],
    changes: [],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
};
