import { heldOnTestTraffic } from '../given-test-traffic';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'somebody lets a release go on that does not answer on test traffic',
  fixture: heldOnTestTraffic(),
  testSite: [500],
  during: { 95: ({ aws }) => aws.world.continueServiceDeployment('shop', 'web', 'CONTINUE') },
  expected: {
    verdict: 'rolled-back',
    words: ['no hook of the test traffic waits any more', 'on test traffic, before production traffic: '],
    changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2, isRolloutInFlight: false, deploymentsEver: 2 },
};
