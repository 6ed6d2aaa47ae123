import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the tasks crash over and over after ECS has called them healthy, and cannot be listed',
  given: (fixture) => {
    fixture.newTasks({ kind: 'crash', exitCode: 1, afterSeconds: 60 });
    fixture.aws.faults.add({ operation: 'ListTasks', kind: 'unavailable', times: Infinity });
  },
  expected: { verdict: 'needs-attention' },
  truth: { desiredCount: 2 },
};
