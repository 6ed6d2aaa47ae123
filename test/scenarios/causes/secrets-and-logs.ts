import { breaker, firstTasks, tasks } from '../given/givens';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  'parameter-missing': {
    what: 'a parameter of the task definition does not exist',
    covers: ['C 6'],
    fixture: { configuration: breaker },
    given: tasks({
      kind: 'fails-to-start',
      // (field report)
      stoppedReason:
        'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 1 time(s): invalid ssm parameters: /web/database',
    }),
    expected: {
      verdict: 'rolled-back',
      words: ['valueFrom'],
      cause: 'the parameter /web/database does not exist',
      givenUpAfter: 1,
      changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'secret-denied': {
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
  },
  'secret-missing': {
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
  },
  'log-group-missing': {
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
  },
  'log-group-missing-ec2': {
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
  },
  'logs-unreachable': {
    what: 'the tasks have no way to CloudWatch Logs for a while, and then they do',
    covers: ['C 8'],
    given: firstTasks(2, {
      kind: 'fails-to-start',
      // (field report)
      stoppedReason:
        'ResourceInitializationError: failed to validate logger args: The task cannot find the Amazon CloudWatch log group defined in the task definition. There is a connection issue between the task and Amazon CloudWatch. Check your network configuration. : signal: killed',
    }),
    expected: {
      verdict: 'succeeded',
      cause: 'the task cannot reach CloudWatch Logs: no connection',
    },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
};
