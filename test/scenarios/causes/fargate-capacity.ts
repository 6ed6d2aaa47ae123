import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'Fargate has no capacity',
  covers: ['C 14'],
  env: { ECS_CD_TIMEOUT: '3m' },
  given: ({ aws }) =>
    aws.world.setPlacementProblem(
      'shop',
      'web',
      // (AWS docs)
      '. Reason: Capacity is unavailable at this time. Please try again later or in a different availability zone.',
    ),
  expected: {
    verdict: 'rolled-back',
    words: ['availability zones'],
    cause: 'Fargate has no capacity',
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
