import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the one old task holds the host port that the new one needs',
  covers: ['C 28'],
  fixture: { desiredCount: 1, service: { launchType: 'EC2' } },
  env: { ECS_CD_TIMEOUT: '3m' },
  given: ({ aws }) =>
    aws.world.setPlacementProblem(
      'shop',
      'web',
      // (AWS docs)
      ' because no container instance met all of its requirements. The closest matching container-instance 0123456789abcdef is already using a port required by your task.',
    ),
  expected: {
    verdict: 'rolled-back',
    words: ['hostPort to 0'],
    cause: 'no container instance has the host port of the task free',
  },
  truth: { taskDefinition: 'web:1', healthyCount: 1 },
};
