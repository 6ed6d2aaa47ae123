import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a job comes to follow a deployment that nobody has started',
  argv: ['follow'],
  expected: {
    verdict: 'rejected',
    words: [
      'service web has no deployment of this image: its PRIMARY deployment is',
      'of web:1; nothing was changed',
      'ecs-cd status shows the last deployments',
    ],
    changes: [],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
};
