import { breaker, tasks } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the execution role may not read a secret',
  covers: ['C 6'],
  fixture: { configuration: breaker },
  given: tasks({
    kind: 'fails-to-start',
    // (field report)
    stoppedReason:
      'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret arn:aws:secretsmanager:eu-central-1:123456789012:secret:web/database-AbCdEf from secrets manager: AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/web-execution/0123 is not authorized to perform: secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:eu-central-1:123456789012:secret:web/database-AbCdEf because no identity-based policy allows the secretsmanager:GetSecretValue action status code: 400, request id: 1',
  }),
  expected: {
    verdict: 'rolled-back',
    words: ['secretsmanager:GetSecretValue', 'web-execution'],
    cause:
      'the task may not read the secret arn:aws:secretsmanager:eu-central-1:123456789012:secret:web/database-AbCdEf',
    givenUpAfter: 1,
    changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
