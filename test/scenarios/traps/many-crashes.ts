import { tasks } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'more tasks crash than one answer lists',
  covers: ['D3 >100 tasks'],
  fixture: { desiredCount: 120 },
  given: tasks({ kind: 'crash', exitCode: 1 }),
  expected: {
    verdict: 'rolled-back',
    words: ['120 tasks'],
    cause: said.exited(1),
    givenUpAfter: 2,
  },
  truth: { taskDefinition: 'web:1', healthyCount: 120 },
};
