import { faulty } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
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
};
