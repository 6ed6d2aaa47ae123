import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'GitLab is about to end the job while a release that serves has its bake time',
  env: { RUNNER_SCRIPT_TIMEOUT: '10m', ECS_CD_BAKE_TIME: '20m' },
  expected: {
    verdict: 'needs-attention',
    words: ['its bake time (ECS_CD_BAKE_TIME) is not over', 'web:2 is left in place'],
    changes: ['RegisterTaskDefinition', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2 },
};
