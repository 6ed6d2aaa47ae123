import { heldOnTestTraffic } from '../given-test-traffic';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the release answers on test traffic, and nobody has to let it go on',
  fixture: heldOnTestTraffic(),
  testSite: [503, 200],
  site: [200],
  expected: {
    verdict: 'succeeded',
    words: ['test traffic: health check: passed, 3 times in a row', 'told ECS to go on'],
    changes: ['RegisterTaskDefinition', 'UpdateService', 'ContinueServiceDeployment'],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2, isRolloutInFlight: false },
};
