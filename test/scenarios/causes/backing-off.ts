import { tasks } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'tasks crash again and again, and ECS backs off before the next',
  covers: ['C 26', 'D3 breaker off + crash loop'],
  env: { ECS_CD_FAIL_FAST: 'off', ECS_CD_TIMEOUT: '3m' },
  given: tasks({ kind: 'crash', exitCode: 1 }),
  expected: {
    verdict: 'rolled-back',
    cause: said.exited(1),
    words: ['ECS backs off', said.deadline],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
