import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the service is at desired count 0, before and after',
  covers: ['D3 desired 0', 'A6 hole 4'],
  fixture: { desiredCount: 0 },
  expected: {
    verdict: 'succeeded',
    words: ['the desired count of service web is 0', 'nothing serves'],
  },
  truth: { healthyCount: 0, desiredCount: 0 },
};
