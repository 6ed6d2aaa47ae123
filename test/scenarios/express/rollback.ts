import { expressMode } from '../given-express';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a service in Express Mode is rolled back by hand',
  argv: ['rollback'],
  fixture: expressMode,
  given: async (fixture) => {
    await fixture.deploy();
  },
  expected: { verdict: 'succeeded', words: ['web:1 serves 2 of 2 tasks (verified)'] },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
