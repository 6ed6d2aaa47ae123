import { productionRule, shifted } from '../given-shift';
import { targetGroupNamed } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'somebody sends production traffic to both groups while the new tasks start, and ECS gives up',
  fixture: { service: shifted, configuration: { strategy: 'BLUE_GREEN' } },
  during: {
    5: ({ aws }) =>
      aws.world.setForward(productionRule, {
        [targetGroupNamed('web')]: 1,
        [targetGroupNamed('web-other')]: 1,
      }),
  },
  expected: {
    verdict: 'rolled-back',
    exitCode: 6,
    words: [
      'the production listener rule of the service web does not send to exactly one target group',
      'give all weight in the production listener rule of the service web',
      'found 2 target groups which are serving traffic',
    ],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
