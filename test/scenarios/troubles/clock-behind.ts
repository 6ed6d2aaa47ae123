import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: "the clock of the runner's machine is an hour behind",
  skewHours: -1,
  expected: { verdict: 'succeeded', words: ['  running 2/2'] },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
