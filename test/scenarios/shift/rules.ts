import { givenUp, productionRule, shifted, testRule } from '../given/shift';
import { targetGroupNamed } from '../given/givens';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  'role-may-not-balance': givenUp(
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
  ),
  'rule-changed-by-hand': {
    what: 'somebody has sent production traffic to the empty group of the two, which ECS does not look at',
    fixture: { service: shifted, configuration: { strategy: 'BLUE_GREEN' } },
    given: ({ aws }) =>
      aws.world.setForward(productionRule, {
        [targetGroupNamed('web')]: 0,
        [targetGroupNamed('web-other')]: 1,
      }),
    expected: {
      verdict: 'rejected',
      words: [
        'production traffic goes to the target group web-other, which is empty, and the tasks are in the target group web',
        `aws elbv2 modify-rule --rule-arn ${productionRule}`,
        'ignore_changes',
      ],
      changes: [],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
  },
  'rule-changed-meanwhile': givenUp(
    'somebody sends production traffic to both groups while the new tasks start, and ECS gives up',
    ({ aws }) =>
      aws.world.setForward(productionRule, {
        [targetGroupNamed('web')]: 1,
        [targetGroupNamed('web-other')]: 1,
      }),
    [
      'the production listener rule of the service web does not send to exactly one target group',
      'give all weight in the production listener rule of the service web',
      'found 2 target groups which are serving traffic',
    ],
  ),
  'rule-deleted': givenUp(
    'somebody deletes the test listener rule while the new tasks start',
    ({ aws }) => aws.world.setForward(testRule, 'deleted'),
    [
      'a listener rule of the service web does not exist any more',
      'set productionListenerRule or testListenerRule of the service web to it',
    ],
  ),
  'rule-sends-elsewhere': givenUp(
    'somebody sends production traffic to a group of another service while the new tasks start',
    ({ aws }) =>
      aws.world.setForward(productionRule, {
        [targetGroupNamed('web')]: 0,
        [targetGroupNamed('web-other')]: 0,
        [targetGroupNamed('api')]: 1,
      }),
    [
      "the production listener rule of the service web sends traffic to a target group that is none of the service's",
      'give all weight in the production listener rule of the service web',
      `unexpected target group ${targetGroupNamed('api')}`,
    ],
  ),
  'rule-without-a-group': givenUp(
    'somebody takes a target group out of both listener rules while the new tasks start',
    ({ aws }) => {
      for (const rule of [productionRule, testRule])
        aws.world.setForward(rule, { [targetGroupNamed('web')]: 1 });
    },
    [
      'a target group of the service web is in none of its listener rules',
      'add it to the production listener rule of the service web, with weight 0',
    ],
  ),
};
