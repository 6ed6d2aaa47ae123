import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the service does not bake, and the job asks to wait for that',
  env: { ECS_CD_WAIT_UNTIL: 'baking', ECS_CD_PREFLIGHT: 'off' },
  expected: {
    verdict: 'rejected',
    words: ['ECS_CD_WAIT_UNTIL is baking, but the service does not bake', 'bake_time_in_minutes'],
    changes: [],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
};
