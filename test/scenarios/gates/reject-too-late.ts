import { deployedToTheGate, pausedAfterScaleUp } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the release is rejected when it has been let through already, and serves',
  argv: ['reject'],
  fixture: { configuration: pausedAfterScaleUp },
  given: async (fixture) => {
    await deployedToTheGate(fixture);
    fixture.aws.world.continueServiceDeployment('shop', 'web', 'CONTINUE');
    await fixture.aws.clock.sleep(1_800_000);
  },
  expected: {
    verdict: 'rejected',
    words: ['no hook of ', 'its record says SUCCESSFUL; nothing was changed', 'run the rollback job'],
    changes: [],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2 },
};
