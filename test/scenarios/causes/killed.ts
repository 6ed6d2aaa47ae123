import { breaker, tasks } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the containers are killed, and nobody says what for',
  covers: ['C 10'],
  fixture: { configuration: breaker },
  given: tasks({ kind: 'crash', exitCode: 137, afterSeconds: 20 }),
  expected: {
    verdict: 'rolled-back',
    words: ['SIGKILL', 'stopTimeout'],
    cause: 'container web exited with code 137',
    givenUpAfter: 2,
    changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
