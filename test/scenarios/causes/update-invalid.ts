import { faulty } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
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
};
