import { breaker, tasks } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a secret of the task definition does not exist',
  covers: ['C 6'],
  fixture: { desiredCount: 1, configuration: breaker },
  given: tasks({
    kind: 'fails-to-start',
    // (field report)
    stoppedReason:
      "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret arn:aws:secretsmanager:eu-central-1:123456789012:secret:web/database-AbCdEf from secrets manager: ResourceNotFoundException: Secrets Manager can't find the specified secret.",
  }),
  expected: {
    verdict: 'rolled-back',
    words: ['valueFrom'],
    cause:
      'the secret arn:aws:secretsmanager:eu-central-1:123456789012:secret:web/database-AbCdEf does not exist',
    givenUpAfter: 1,
    changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 1 },
};
