import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the service is deleted on the way',
  covers: ['A7 service deleted'],
  during: { 30: ({ aws }) => aws.world.deleteService('shop', 'web') },
  expected: { verdict: 'needs-attention', words: ['the service is INACTIVE'] },
  truth: { healthyCount: 0, desiredCount: 0 },
};
