import { productionRule, shifted } from '../given-shift';
import { deployedToTheGate, pausedAfterScaleUp } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the button is pressed again when the deployment has gone on already',
  argv: ['continue'],
  fixture: { service: shifted, configuration: pausedAfterScaleUp },
  given: async (fixture) => {
    fixture.aws.world.setHosts(productionRule, ['shop.example.com']);
    await deployedToTheGate(fixture);
    fixture.aws.world.continueServiceDeployment('shop', 'web', 'CONTINUE');
  },
  expected: {
    verdict: 'succeeded',
    words: ['waits any more: its record says IN_PROGRESS'],
    changes: [],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
