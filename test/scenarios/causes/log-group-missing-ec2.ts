import { breaker, tasks } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the log group does not exist, and the agent of an instance says so of the container',
  covers: ['C 8', 'D3 no exitCode'],
  fixture: { configuration: breaker, service: { launchType: 'EC2' } },
  given: tasks({
    kind: 'fails-to-start',
    stoppedReason: 'Task failed to start',
    // (field report)
    reason:
      'CannotStartContainerError: Error response from daemon: failed to initialize logging driver: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist.',
  }),
  expected: {
    verdict: 'rolled-back',
    words: ['CannotStartContainerError'],
    cause: '(awslogs-group) does not exist',
    givenUpAfter: 1,
    changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
