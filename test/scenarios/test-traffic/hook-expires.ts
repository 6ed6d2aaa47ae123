import { heldOnTestTraffic } from '../given-test-traffic';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'an earlier job left the hook waiting, and its time is over while the release is asked',
  fixture: heldOnTestTraffic(2),
  given: async (fixture) => {
    await fixture.deploy();
    await fixture.aws.clock.sleep(90_000);
  },
  testSite: [200],
  env: { ECS_CD_HEALTH_CHECK_COUNT: '20' },
  expected: {
    verdict: 'rolled-back',
    words: ['POST_TEST_TRAFFIC_SHIFT pause hook timed out'],
    changes: [],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2, isRolloutInFlight: false, deploymentsEver: 2 },
};
