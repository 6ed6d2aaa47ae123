import { breaker, tasks } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the execution role may not pull from the repository',
  covers: ['C 2'],
  fixture: { configuration: breaker },
  given: tasks({
    kind: 'fails-to-start',
    // (field report)
    stoppedReason:
      'CannotPullContainerError: pull access denied for 123456789012.dkr.ecr.eu-central-1.amazonaws.com/team/web, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
  }),
  expected: {
    verdict: 'rolled-back',
    words: ['ecr:BatchGetImage', 'execution role'],
    cause: 'may not pull the image',
    givenUpAfter: 1,
    changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
