import { continuedUnseen, heldOnTestTraffic } from '../given-test-traffic';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'somebody lets the release go on between two looks, and it is asked when it serves',
  fixture: heldOnTestTraffic(),
  testSite: [200],
  during: continuedUnseen,
  expected: {
    verdict: 'succeeded',
    words: [
      '            this job asked ECS_CD_TEST_HEALTH_CHECK_URL only with production traffic there',
      'test traffic: health check: passed, 3 times in a row',
    ],
    changes: ['RegisterTaskDefinition', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2, isRolloutInFlight: false },
};
