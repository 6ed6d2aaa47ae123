import { breaker, tasks } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the log group of the task definition does not exist',
  covers: ['C 8'],
  fixture: { configuration: breaker },
  given: tasks({
    kind: 'fails-to-start',
    // (field report)
    stoppedReason:
      'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. : exit status 1',
  }),
  expected: {
    verdict: 'rolled-back',
    words: ['awslogs-create-group'],
    cause: 'the log group of the task definition (awslogs-group) does not exist',
    givenUpAfter: 1,
    changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
