import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'no container instance has CPU left, and none comes',
  covers: ['C 13'],
  fixture: { service: { launchType: 'EC2' } },
  env: { ECS_CD_TIMEOUT: '3m' },
  given: ({ aws }) =>
    aws.world.setPlacementProblem(
      'shop',
      'web',
      // (AWS docs)
      ' because no container instance met all of its requirements. The closest matching container-instance 0123456789abcdef has insufficient CPU units available.',
    ),
  expected: {
    verdict: 'rolled-back',
    words: ['minimumHealthyPercent', said.deadline],
    cause: 'no container instance fits the task: too little CPU is free',
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
