import { tasks } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'tasks crash, and giving up is left to ECS, which has no circuit breaker',
  env: { ECS_CD_FAIL_FAST: 'off', ECS_CD_TIMEOUT: '3m' },
  given: tasks({ kind: 'crash', exitCode: 1 }),
  expected: {
    verdict: 'rolled-back',
    exitCode: 6,
    words: ['no verdict within 03:00'],
    cause: 'exited with code 1',
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
