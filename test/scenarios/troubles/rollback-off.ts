import { tasks } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
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
};
