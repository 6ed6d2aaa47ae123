import { said } from '../../said';
import { tasks } from '../given/givens';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  'fail-fast-off': {
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
  },
  'rollback-off': {
    what: 'tasks crash, and both giving up and going back are off',
    env: { ECS_CD_FAIL_FAST: 'off', ECS_CD_ROLLBACK: 'off', ECS_CD_TIMEOUT: '3m' },
    given: tasks({ kind: 'crash', exitCode: 1 }),
    expected: {
      verdict: 'timed-out',
      words: [said.rollbackOff, said.goesOn],
      cause: said.exited(1),
      changes: ['RegisterTaskDefinition', 'UpdateService'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
};
