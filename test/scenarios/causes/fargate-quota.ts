import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the account has no vCPU left',
  covers: ['C 14'],
  env: { ECS_CD_TIMEOUT: '3m' },
  given: ({ aws }) =>
    aws.world.setPlacementProblem(
      'shop',
      'web',
      // (AWS docs)
      '. Reason: You’ve reached the limit on the number of vCPUs you can run concurrently.',
    ),
  expected: {
    verdict: 'rolled-back',
    words: ['Service Quotas'],
    cause: 'the account is at its Fargate quota of vCPUs',
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
