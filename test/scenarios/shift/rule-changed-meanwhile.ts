import { givenUp, productionRule } from '../given-shift';
import { targetGroupNamed } from '../givens';

export const scenario = givenUp(
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
);
