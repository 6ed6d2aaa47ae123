import { heldOnTestTraffic } from '../given-test-traffic';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'somebody rejects the release while it answers right on test traffic',
  fixture: heldOnTestTraffic(),
  testSite: [200],
  env: { ECS_CD_HEALTH_CHECK_COUNT: '20' },
  during: { 80: ({ aws }) => aws.world.continueServiceDeployment('shop', 'web', 'ROLLBACK') },
  expected: {
    verdict: 'rolled-back',
    words: ['health check: passed', 'no hook of the test traffic waits any more'],
    changes: ['RegisterTaskDefinition', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2, isRolloutInFlight: false, deploymentsEver: 2 },
};
