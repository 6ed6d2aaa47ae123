import { breaker, faulty } from '../given/givens';
import type { Scenarios } from '../scenario';

const error =
  "ECS was unable to assume the role 'arn:aws:iam::123456789012:role/web-execution' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.";

export const scenarios: Scenarios = {
  'pass-role-denied': {
    what: 'the job may not hand the execution role to ECS',
    covers: ['C 17'],
    given: faulty({
      operation: 'RegisterTaskDefinition',
      kind: 'access-denied',
      times: 99,
      action: 'iam:PassRole',
      resource: 'arn:aws:iam::123456789012:role/web-execution',
    }),
    expected: { verdict: 'rejected', words: ['iam:PassRole', 'role/web-execution'], changes: [] },
    truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
  },
  'role-not-assumable': {
    what: 'ECS cannot assume the execution role, so it launches no task',
    fixture: { configuration: breaker },
    given: ({ aws }) => aws.world.setObstacles('shop', 'web', { launch: error }),
    during: { 600: ({ aws }) => aws.world.setObstacles('shop', 'web', {}) },
    expected: {
      verdict: 'rolled-back',
      words: [
        'ECS cannot assume the role',
        'role/web-execution',
        'ecs-tasks.amazonaws.com',
        'ECS starts no task',
      ],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'service-linked-role': {
    what: 'the service-linked role of ECS is missing',
    covers: ['C 23'],
    given: faulty({
      operation: 'UpdateService',
      kind: 'client-error',
      times: 99,
      // (inference)
      error: {
        name: 'InvalidParameterException',
        message:
          'Unable to assume the service linked role. Please verify that the ECS service linked role exists.',
      },
    }),
    expected: {
      verdict: 'rejected',
      words: ['service linked role', 'AWSServiceRoleForECS'],
      changes: ['RegisterTaskDefinition'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
  },
  'task-definition-invalid': {
    what: 'ECS does not take the new revision',
    covers: ['C 18'],
    given: faulty({
      operation: 'RegisterTaskDefinition',
      kind: 'client-error',
      times: 99,
      // (field report)
      error: { name: 'ClientException', message: 'No Fargate configuration exists for given values.' },
    }),
    expected: {
      verdict: 'rejected',
      words: ['No Fargate configuration exists for given values', 'cpu and memory'],
      changes: [],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
  },
  'throttled-before': {
    what: 'AWS throttles the account before anything was changed',
    covers: ['C 24'],
    given: faulty({ operation: 'DescribeServices', kind: 'throttle', times: 99 }),
    expected: { verdict: 'try-again', words: ['kept throttling', 'Rate exceeded'], changes: [] },
    truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
  },
  'update-invalid': {
    what: 'ECS does not take the update',
    covers: ['C 19'],
    given: faulty({
      operation: 'UpdateService',
      kind: 'client-error',
      times: 99,
      // (field report)
      error: {
        name: 'InvalidParameterException',
        message:
          "The service couldn't be updated because a valid taskRoleArn is not being used. Specify a valid task role in your task definition and try again.",
      },
    }),
    expected: {
      verdict: 'rejected',
      words: ['valid taskRoleArn', 'taskRoleArn in the task definition'],
      changes: ['RegisterTaskDefinition'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
  },
};
