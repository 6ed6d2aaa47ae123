import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: "the scheduler's own calls are throttled for two minutes",
  covers: ['C 25'],
  given: ({ aws }) => aws.world.setObstacles('shop', 'web', { isThrottled: true }),
  during: { 120: ({ aws }) => aws.world.setObstacles('shop', 'web', {}) },
  expected: { verdict: 'succeeded', words: ['throttled; it tries again by itself'] },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
