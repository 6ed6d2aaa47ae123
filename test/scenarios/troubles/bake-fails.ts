import { tasks } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the tasks crash two minutes after they were called healthy',
  env: { ECS_CD_BAKE_TIME: '10m' },
  given: tasks({ kind: 'crash', exitCode: 1, afterSeconds: 200 }),
  expected: {
    verdict: 'rolled-back',
    words: ['bake time: failed, 2 tasks failed', 'it did not keep serving for 10 min: 2 tasks failed'],
    cause: said.exited(1),
    changes: ['RegisterTaskDefinition', 'UpdateService', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
