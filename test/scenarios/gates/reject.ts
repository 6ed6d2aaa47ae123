import { productionRule, shifted } from '../given-shift';
import { deployedToTheGate, pausedAfterScaleUp } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'somebody presses the button that rejects the release',
  argv: ['reject'],
  fixture: { service: shifted, configuration: pausedAfterScaleUp },
  env: { ECS_CD_LIVE_TAG: 'live-staging' },
  given: async (fixture) => {
    fixture.aws.world.setHosts(productionRule, ['shop.example.com']);
    await deployedToTheGate(fixture);
  },
  expected: {
    verdict: 'succeeded',
    words: ['told ECS to roll back', `the deployment was rejected: ${said.servesAgain('web:1')}`],
    changes: ['ContinueServiceDeployment', 'PutImage'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2, isRolloutInFlight: false },
};
