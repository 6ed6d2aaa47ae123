import { deployedToTheGate, pausedAfterScaleUp } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the job may not answer the hook',
  argv: ['continue'],
  fixture: { configuration: pausedAfterScaleUp },
  given: async (fixture) => {
    await deployedToTheGate(fixture);
    fixture.aws.faults.add({
      operation: 'ContinueServiceDeployment',
      kind: 'access-denied',
      times: Infinity,
    });
  },
  expected: { verdict: 'rejected', words: ['ecs:ContinueServiceDeployment'], changes: [] },
  truth: { taskDefinition: 'web:1', waitsFor: 'hook' },
};
