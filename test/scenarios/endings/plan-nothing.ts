import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a merge request asks what a deployment of what is there already would do',
  argv: ['plan'],
  given: async (fixture) => {
    await fixture.deploy();
  },
  expected: { verdict: 'succeeded', changes: [] },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
