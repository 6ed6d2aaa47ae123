import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'no container instance fits until one joins the cluster',
  covers: ['C 13'],
  fixture: { service: { launchType: 'EC2' } },
  given: ({ aws }) =>
    aws.world.setPlacementProblem(
      'shop',
      'web',
      // (inference)
      ' because no container instance met all of its requirements. The closest matching container-instance 0123456789abcdef has insufficient memory available.',
    ),
  during: { 180: ({ aws }) => aws.world.setPlacementProblem('shop', 'web', undefined) },
  expected: {
    verdict: 'succeeded',
    words: ['too little memory is free'],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
