import { givenUp, productionRule, testRule } from '../given-shift';
import { targetGroupNamed } from '../givens';

export const scenario = givenUp(
  'somebody takes a target group out of both listener rules while the new tasks start',
  ({ aws }) => {
    for (const rule of [productionRule, testRule])
      aws.world.setForward(rule, { [targetGroupNamed('web')]: 1 });
  },
  [
    'a target group of the service web is in none of its listener rules',
    'add it to the production listener rule of the service web, with weight 0',
  ],
);
