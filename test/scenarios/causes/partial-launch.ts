import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'one of the tasks cannot be launched until others are gone',
  covers: ['C 15'],
  fixture: { desiredCount: 4 },
  given: ({ aws }) => aws.world.setObstacles('shop', 'web', { mostTasks: 6 }),
  during: { 150: ({ aws }) => aws.world.setObstacles('shop', 'web', {}) },
  expected: {
    verdict: 'succeeded',
    words: ['ECS could not launch 2 of the tasks'],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 4 },
};
