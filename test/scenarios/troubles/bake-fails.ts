import { tasks } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the tasks crash two minutes after they were called healthy',
  env: { ECS_CD_BAKE_TIME: '10m' },
  given: tasks({ kind: 'crash', exitCode: 1, afterSeconds: 200 }),
  expected: {
    verdict: 'rolled-back',
    exitCode: 6,

    cause: said.exited(1),
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
