import { breaker, tasks } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the agent of a container instance may not pull the image',
  covers: ['C 2'],
  fixture: { configuration: breaker, service: { launchType: 'EC2' } },
  given: tasks({
    kind: 'fails-to-start',
    // (field report)
    stoppedReason:
      'CannotPullContainerError: The task can’t pull the image. Check that the role has the permissions to pull images from the registry.',
  }),
  expected: {
    verdict: 'rolled-back',
    words: ['ecr:BatchGetImage', 'instance role'],
    cause: 'may not pull the image',
    givenUpAfter: 1,
    changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
