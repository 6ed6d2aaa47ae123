import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the address that must answer does so after a while',
  site: [503, 503, 200],
  env: { ECS_CD_HEALTH_CHECK_TIMEOUT: '30s' },
  expected: { verdict: 'succeeded', words: ['health check: passed, 3 times in a row'] },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
