import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: "the clock of the runner's machine is an hour behind",
  skewHours: -1,
  expected: { verdict: 'succeeded', exitCode: 0, words: ['web:2 serves 2 of 2 tasks'] },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
