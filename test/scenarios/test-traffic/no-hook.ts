import { blueGreen } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'no hook of the service holds a deployment on test traffic',
  fixture: { configuration: blueGreen },
  testSite: [200],
  expected: {
    verdict: 'rejected',
    words: [
      'no hook of the type PAUSE holds a deployment at POST_TEST_TRAFFIC_SHIFT',
      'lifecycle_hook { target_type = "PAUSE", lifecycle_stages = ["POST_TEST_TRAFFIC_SHIFT"]',
    ],
    changes: [],
  },
  truth: { taskDefinition: 'web:1', deploymentsEver: 1 },
};
