import { tasks } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the application ends with an error as soon as it starts',
  covers: ['C 9', 'D3 breaker off + crash loop'],
  given: tasks({ kind: 'crash', exitCode: 3, log: ['listening on 8080', 'no DATABASE_URL'] }),
  expected: {
    verdict: 'rolled-back',
    words: ['no DATABASE_URL', 'in the task definition web'],
    cause: 'container web exited with code 3',
    givenUpAfter: 2,
    changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
