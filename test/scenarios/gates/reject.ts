import { deployedToTheGate, pausedAfterScaleUp } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'somebody presses the button that rejects the release',
  argv: ['reject'],
  fixture: { configuration: pausedAfterScaleUp },
  given: deployedToTheGate,
  expected: {
    verdict: 'succeeded',
    words: ['told ECS to roll back', `the deployment was rejected: ${said.servesAgain('web:1')}`],
    changes: ['ContinueServiceDeployment'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2, isRolloutInFlight: false },
};
