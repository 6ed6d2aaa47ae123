import { deployedToTheGate, pausedAfterScaleUp } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the button is pressed again when the release has been rejected already',
  argv: ['reject'],
  fixture: { configuration: pausedAfterScaleUp },
  given: async (fixture) => {
    await deployedToTheGate(fixture);
    await fixture.run(['reject']);
  },
  expected: {
    verdict: 'succeeded',
    words: [`the deployment was rejected: ${said.servesAgain('web:1')}`],
    changes: [],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 2 },
};
