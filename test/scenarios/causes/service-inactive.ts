import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the service has been deleted',
  covers: ['C 21'],
  fixture: { service: { status: 'INACTIVE' } },
  expected: { verdict: 'rejected', words: ['INACTIVE', 'SERVICE_NAME'], changes: [] },
  truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
};
