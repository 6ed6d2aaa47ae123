import { deployedToTheGate, pausedAfterScaleUp } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'two people press the button, and the reply to the one is that the hook was answered',
  argv: ['continue'],
  fixture: { configuration: pausedAfterScaleUp },
  given: async (fixture) => {
    await deployedToTheGate(fixture);
    fixture.aws.faults.add({ operation: 'ContinueServiceDeployment', kind: 'lost-reply', times: 1 });
  },
  expected: { verdict: 'succeeded', words: ['web:2 serves 2 of 2 tasks (verified)'] },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
