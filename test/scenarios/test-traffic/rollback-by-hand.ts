import { heldOnTestTraffic } from '../given-test-traffic';
import type { Scenario } from '../scenario';

const env = { ECS_CD_TEST_HEALTH_CHECK_URL: 'https://shop.example.com/health' };

export const scenario: Scenario = {
  what: 'a rollback by hand comes to the hook that a check answers, and goes on by itself',
  argv: ['rollback'],
  env,
  fixture: heldOnTestTraffic(),
  given: async (fixture) => {
    await fixture.deploy();
    fixture.aws.world.continueServiceDeployment('shop', 'web', 'CONTINUE');
    await fixture.aws.clock.sleep(1_800_000);
  },
  expected: {
    verdict: 'succeeded',
    words: ['POST_TEST_TRAFFIC_SHIFT: told ECS to go on', 'web:1 serves 2 of 2 tasks (verified)'],
    absent: ['is paused'],
    changes: ['UpdateService', 'ContinueServiceDeployment'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2, isRolloutInFlight: false, deploymentsEver: 3 },
};
