import { deployedToTheGate, pausedAfterScaleUp } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the button is pressed when somebody has had the deployment rolled back in the console',
  argv: ['continue'],
  fixture: { configuration: pausedAfterScaleUp },
  given: async (fixture) => {
    await deployedToTheGate(fixture);
    fixture.aws.world.stopServiceDeployment('shop', 'web');
    await fixture.aws.clock.sleep(600_000);
  },
  expected: {
    verdict: 'rolled-back',
    words: [
      'done        web:1 serves again (verified)',
      'what ecs-cd status shows',
      'run the deploy job again',
    ],
    changes: [],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 2 },
};
