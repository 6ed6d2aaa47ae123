import { deployedToTheGate, pausedAfterScaleUp, somebodyDeploys } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the button is pressed when somebody has deployed something else',
  argv: ['continue'],
  fixture: { configuration: pausedAfterScaleUp },
  given: async (fixture) => {
    await deployedToTheGate(fixture);
    somebodyDeploys(fixture);
  },
  expected: {
    verdict: 'superseded',
    words: [said.replaced, 'fix         ', 'ecs-cd status shows which serves'],
    changes: [],
  },
  truth: { deploymentsOfOthers: 1 },
};
