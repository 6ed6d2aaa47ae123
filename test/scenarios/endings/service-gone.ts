import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the service is deleted on the way and known no more',
  covers: ['A7 service deleted'],
  during: { 30: ({ aws }) => aws.world.forgetService('shop', 'web') },
  expected: { verdict: 'needs-attention', words: ['does not exist any more'] },
  truth: 'gone',
};
