import { productionRule, shifted } from '../given-shift';
import { targetGroupNamed } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
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
};
