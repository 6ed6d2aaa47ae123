import { deployedToTheGate, pausedAfterScaleUp } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the release is rejected when the time of the hook is over, and ECS has rolled back',
  argv: ['reject'],
  fixture: { configuration: pausedAfterScaleUp },
  given: async (fixture) => {
    await deployedToTheGate(fixture);
    await fixture.aws.clock.sleep(1_200_000);
  },
  expected: { verdict: 'succeeded', words: [said.servesAgain('web:1')], changes: [] },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
