import { loadBalanced } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the tasks are not in the VPC of the target group, so none is registered',
  fixture: { service: loadBalanced },
  given: (fixture) => fixture.newTasks({ kind: 'healthy', afterSeconds: 3_600 }),
  during: {
    40: ({ aws }) =>
      aws.world.failRegistration(
        'shop',
        'web',
        "The following targets are not in the target group VPC 'vpc-11111111': 'i-0123456789abcdef0'",
      ),
  },
  env: { ECS_CD_TIMEOUT: '5m' },
  expected: {
    verdict: 'rolled-back',
    words: ['why         ', "not in the target group VPC 'vpc-11111111'", 'a target group of the VPC'],
    cause: 'not in the VPC of the target group web',
    lateBecause: 'no task fails',
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
