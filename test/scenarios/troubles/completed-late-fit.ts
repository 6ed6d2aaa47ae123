import { faulty } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'ECS completes the deployment while the stop is on its way, and the address that must answer does',
  given: faulty({ operation: 'StopServiceDeployment', kind: 'stop-too-late' }),
  env: { ECS_CD_TIMEOUT: '60s', ECS_CD_HEALTH_CHECK_TIMEOUT: '10s' },
  site: [200],
  expected: {
    verdict: 'succeeded',
    exitCode: 0,
    words: ['health check: passed', 'it was completed before it could be rolled back'],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2 },
};
