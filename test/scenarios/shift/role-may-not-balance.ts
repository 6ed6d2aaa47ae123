import { givenUp } from '../given-shift';

export const scenario = givenUp(
  'ECS may not change the load balancer with the role that it was given',
  ({ aws }) =>
    aws.world.giveUp(
      'shop',
      'web',
      'networking',
      ". ECS was unable to manage the ELB resources due to missing permissions on ECS Infrastructure Role 'arn:aws:iam::123456789012:role/web-balancing'.",
    ),
  [
    'ECS may not change the load balancer with the role that the service web gives it',
    'AmazonECSInfrastructureRolePolicyForLoadBalancers',
  ],
  60,
);
