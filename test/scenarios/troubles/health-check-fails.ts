import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the tasks are healthy for ECS, but the address that must answer answers 500',
  site: [500],
  env: { ECS_CD_HEALTH_CHECK_TIMEOUT: '30s' },
  expected: {
    verdict: 'rolled-back',
    words: ['500'],
    changes: ['RegisterTaskDefinition', 'UpdateService', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
