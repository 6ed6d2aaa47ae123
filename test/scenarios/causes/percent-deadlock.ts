import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the service may neither stop an old task nor start a new one',
  covers: ['C 27'],
  fixture: { configuration: { minimumHealthyPercent: 100, maximumPercent: 100 } },
  // The preflight refuses it before that.
  env: { ECS_CD_TIMEOUT: '3m', ECS_CD_PREFLIGHT: 'off' },
  expected: {
    verdict: 'rolled-back',
    words: ['minimumHealthyPercent lets ECS stop no old task', 'raise maximumPercent'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
