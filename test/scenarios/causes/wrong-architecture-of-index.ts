import { breaker, tasks } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the image index has nothing for the platform of the tasks',
  covers: ['C 4'],
  fixture: { configuration: breaker },
  given: tasks({
    kind: 'fails-to-start',
    // (field report)
    stoppedReason:
      "CannotPullContainerError: pull image manifest has been retried 7 time(s): image Manifest does not contain descriptor matching platform 'linux/amd64'",
    afterSeconds: 60,
  }),
  expected: {
    verdict: 'rolled-back',
    words: ['ECS_CD_PLATFORM'],
    cause: 'is not built for linux/amd64',
    givenUpAfter: 1,
    changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
