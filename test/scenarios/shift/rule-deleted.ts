import { givenUp, testRule } from '../given-shift';

export const scenario = givenUp(
  'somebody deletes the test listener rule while the new tasks start',
  ({ aws }) => aws.world.setForward(testRule, 'deleted'),
  [
    'a listener rule of the service web does not exist any more',
    'set productionListenerRule or testListenerRule of the service web to it',
  ],
);
