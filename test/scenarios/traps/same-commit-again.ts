import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the job of a commit runs again after it has succeeded',
  covers: ['D3 immutable tag'],
  given: async (fixture) => {
    await fixture.deploy();
  },
  expected: {
    verdict: 'succeeded',
    words: [said.nothingToChange],
    // What ECS said about the deployment then is no news of this run.
    absent: ['has started', 'deployment completed'],
    changes: [],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
