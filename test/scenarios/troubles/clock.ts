import { said } from '../../said';
import { tasks } from '../given/givens';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  'clock-ahead-of-a-failure': {
    what: "the clock of the runner's machine is an hour ahead, and the tasks crash",
    skewHours: 1,
    given: tasks({ kind: 'crash', exitCode: 1 }),
    expected: {
      verdict: 'rolled-back',
      cause: said.exited(1),
      givenUpAfter: 2,
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'clock-ahead': {
    what: "the clock of the runner's machine is an hour ahead",
    skewHours: 1,
    expected: { verdict: 'succeeded', words: ['  running 2/2'] },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
  'clock-behind-of-a-failure': {
    what: "the clock of the runner's machine is an hour behind, and the tasks crash",
    skewHours: -1,
    given: tasks({ kind: 'crash', exitCode: 1 }),
    expected: {
      verdict: 'rolled-back',
      cause: said.exited(1),
      givenUpAfter: 2,
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'clock-behind': {
    what: "the clock of the runner's machine is an hour behind",
    skewHours: -1,
    expected: { verdict: 'succeeded', words: ['  running 2/2'] },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
};
