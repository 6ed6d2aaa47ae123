import { breaker, tasks } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the application ends without an error, but it was to go on',
  covers: ['C 9'],
  fixture: { configuration: breaker },
  given: tasks({ kind: 'crash', exitCode: 0 }),
  expected: {
    verdict: 'rolled-back',
    words: ['foreground'],
    cause: 'container web exited with code 0',
    givenUpAfter: 2,
    changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
