import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'GitLab is about to end the job while a release that serves is asked for its health in vain',
  site: [503],
  env: { RUNNER_SCRIPT_TIMEOUT: '10m', ECS_CD_HEALTH_CHECK_TIMEOUT: '20m' },
  expected: {
    verdict: 'needs-attention',
    words: ['its health check (ECS_CD_HEALTH_CHECK_URL) has not passed yet', 'web:2 is left in place'],
    changes: ['RegisterTaskDefinition', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2 },
};
