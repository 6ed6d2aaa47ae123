import { givenUp, productionRule } from '../given-shift';
import { targetGroupNamed } from '../givens';

export const scenario = givenUp(
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
);
