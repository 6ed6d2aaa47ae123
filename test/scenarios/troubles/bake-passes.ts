import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the release goes on serving for its bake time',
  env: { ECS_CD_BAKE_TIME: '5m' },
  expected: { verdict: 'succeeded', words: ['bake time: over, web:2 kept serving'] },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
