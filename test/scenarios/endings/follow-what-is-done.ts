import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the deployment that a job comes to follow is completed already',
  argv: ['follow'],
  given: async (fixture) => {
    await fixture.deploy();
  },
  expected: { verdict: 'succeeded', words: [said.nothingToChange], changes: [] },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
