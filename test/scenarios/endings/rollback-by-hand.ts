import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a person takes the last deployment back',
  argv: ['rollback'],
  given: async (fixture) => {
    await fixture.deploy();
  },
  expected: {
    verdict: 'succeeded',
    words: ['from web:2 to web:1'],
    changes: ['UpdateService'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 3 },
};
