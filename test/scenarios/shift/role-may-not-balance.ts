import { shifted } from '../given-shift';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'ECS may not change the load balancer with the role that it was given',
  fixture: { service: shifted, configuration: { strategy: 'BLUE_GREEN' } },
  during: {
    60: ({ aws }) =>
      aws.world.giveUp(
        'shop',
        'web',
        'networking',
        ". ECS was unable to manage the ELB resources due to missing permissions on ECS Infrastructure Role 'arn:aws:iam::123456789012:role/web-balancing'.",
      ),
  },
  expected: {
    verdict: 'rolled-back',
    exitCode: 6,
    words: [
      'ECS may not change the load balancer with the role that the service web gives it',
      'AmazonECSInfrastructureRolePolicyForLoadBalancers',
    ],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
