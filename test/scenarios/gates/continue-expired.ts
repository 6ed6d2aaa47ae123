import { deployedToTheGate, pausedAfterScaleUp } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the button is pressed when the time of the hook is over, and ECS has rolled back',
  argv: ['continue'],
  fixture: { configuration: pausedAfterScaleUp },
  given: async (fixture) => {
    await deployedToTheGate(fixture);
    await fixture.aws.clock.sleep(1_200_000);
  },
  expected: {
    verdict: 'rolled-back',
    words: ['POST_SCALE_UP pause hook timed out', 'fix         '],
    changes: [],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
