import { breaker, tasks } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the containers need more memory than they may have',
  covers: ['C 10'],
  fixture: { desiredCount: 1, configuration: breaker },
  given: tasks({
    kind: 'crash',
    exitCode: 137,
    // (AWS docs)
    reason: 'OutOfMemoryError: Container killed due to memory usage',
    afterSeconds: 20,
  }),
  expected: {
    verdict: 'rolled-back',
    words: ['raise memory of container web'],
    cause: 'used more memory than its limit',
    givenUpAfter: 2,
    changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 1 },
};
