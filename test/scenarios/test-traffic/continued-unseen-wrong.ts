import { continuedUnseen, heldOnTestTraffic } from '../given-test-traffic';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'somebody lets a release go on between two looks that answers wrong',
  fixture: heldOnTestTraffic(),
  testSite: [500],
  during: continuedUnseen,
  expected: {
    verdict: 'rolled-back',
    words: ['on test traffic, with production traffic there: ', 'the test listener rule'],
    changes: ['RegisterTaskDefinition', 'UpdateService', 'UpdateService', 'ContinueServiceDeployment'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2, isRolloutInFlight: false, deploymentsEver: 3 },
};
