import { tasks } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: "the clock of the runner's machine is an hour ahead, and the tasks crash",
  skewHours: 1,
  given: tasks({ kind: 'crash', exitCode: 1 }),
  expected: {
    verdict: 'rolled-back',
    cause: said.exited(1),
    givenUpAfter: 2,
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
