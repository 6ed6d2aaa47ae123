import { heldOnTestTraffic } from '../given-test-traffic';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the job may not answer the hook of a release that answers right',
  fixture: heldOnTestTraffic(),
  given: ({ aws }) =>
    aws.faults.add({ operation: 'ContinueServiceDeployment', kind: 'access-denied', times: Infinity }),
  testSite: [200],
  expected: {
    verdict: 'paused',
    words: ['ecs:ContinueServiceDeployment', 'is paused at POST_TEST_TRAFFIC_SHIFT'],
    changes: ['RegisterTaskDefinition', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:1', waitsFor: 'hook', isRolloutInFlight: true },
};
