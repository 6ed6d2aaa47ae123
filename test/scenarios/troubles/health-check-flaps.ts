import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the address that must answer three times in a row never does so more than twice',
  site: Array.from({ length: 100 }, (_, index) => (index % 3 === 2 ? 502 : 200)),
  env: { ECS_CD_HEALTH_CHECK_TIMEOUT: '30s' },
  expected: {
    verdict: 'rolled-back',
    words: ['answers were right, the last was: it answered'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
