import { shifted } from '../given-shift';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a linear deployment shifts the traffic as AWS does it unless it is told otherwise, in 54 minutes',
  fixture: { service: shifted, configuration: { strategy: 'LINEAR' } },
  expected: {
    verdict: 'succeeded',
    words: [
      'production 10 %',
      'production 90 %',
      'waiting for the next step of the traffic shift, after 6 min',
      'this takes no time off ECS_CD_TIMEOUT',
    ],
    changes: ['RegisterTaskDefinition', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
