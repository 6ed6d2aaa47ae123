import { heldOnTestTraffic } from '../given-test-traffic';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the release answers wrong on test traffic, and no user comes to see it',
  fixture: heldOnTestTraffic(),
  testSite: [200, 500],
  expected: {
    verdict: 'rolled-back',
    words: [
      'told ECS to roll back',
      'on test traffic, before production traffic: ',
      '1 of 13 answers were right, the last was: it answered 500',
      'rolling back, as this job asked',
    ],
    absent: ['production 100 %'],
    changes: ['RegisterTaskDefinition', 'UpdateService', 'ContinueServiceDeployment'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2, isRolloutInFlight: false, deploymentsEver: 2 },
};
