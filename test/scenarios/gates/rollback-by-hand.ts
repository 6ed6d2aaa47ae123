import { deployedToTheGate, pausedAfterScaleUp } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a rollback by hand comes to the gate of the service as well',
  argv: ['rollback'],
  fixture: { configuration: pausedAfterScaleUp },
  given: async (fixture) => {
    await deployedToTheGate(fixture);
    fixture.aws.world.continueServiceDeployment('shop', 'web', 'CONTINUE');
    await fixture.aws.clock.sleep(1_800_000);
  },
  expected: {
    verdict: 'paused',
    words: ['web:1 is paused at POST_SCALE_UP'],
    changes: ['UpdateService'],
  },
  truth: { taskDefinition: 'web:2', waitsFor: 'hook', healthyCount: 2 },
};
