import { breaker, tasks } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the execution role may not log in to ECR',
  covers: ['C 7'],
  fixture: { configuration: breaker },
  given: tasks({
    kind: 'fails-to-start',
    // (field report)
    stoppedReason:
      'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 1 time(s): AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/web-execution/0123 is not authorized to perform: ecr:GetAuthorizationToken on resource: * because no identity-based policy allows the ecr:GetAuthorizationToken action',
  }),
  expected: {
    verdict: 'rolled-back',
    words: ['allow ecr:GetAuthorizationToken', 'web-execution'],
    cause: 'the task may not log in to ECR',
    givenUpAfter: 1,
    changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
