import { tasks } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'tasks crash, and giving up is left to ECS, which has no circuit breaker',
  env: { ECS_CD_FAIL_FAST: 'off', ECS_CD_TIMEOUT: '3m' },
  given: tasks({ kind: 'crash', exitCode: 1 }),
  expected: {
    verdict: 'rolled-back',
    words: [said.deadline],
    cause: said.exited(1),
    changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
