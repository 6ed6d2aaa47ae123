import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'old tasks are under protection for a while',
  covers: ['C 30'],
  given: ({ aws }) => aws.world.setObstacles('shop', 'web', { protectsOldTasks: true }),
  during: { 240: ({ aws }) => aws.world.setObstacles('shop', 'web', {}) },
  expected: {
    verdict: 'succeeded',
    words: ['2 tasks under protection'],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
