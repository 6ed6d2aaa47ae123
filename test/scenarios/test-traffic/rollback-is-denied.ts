import { heldOnTestTraffic } from '../given-test-traffic';
import type { Scenario } from '../scenario';
import { scenario as allowed } from './rollback-by-hand';

export const scenario: Scenario = {
  ...allowed,
  what: 'a rollback by hand may not answer the hook of the test traffic',
  fixture: heldOnTestTraffic(),
  given: async (fixture) => {
    await allowed.given?.(fixture);
    fixture.aws.faults.add({
      operation: 'ContinueServiceDeployment',
      kind: 'access-denied',
      times: Infinity,
    });
  },
  expected: {
    verdict: 'paused',
    words: [
      'ecs:ContinueServiceDeployment',
      'web:1 is paused at POST_TEST_TRAFFIC_SHIFT',
      'next        run the continue job with ECS_CD_DEPLOYMENT=arn:aws:ecs:',
    ],
    changes: ['UpdateService'],
  },
  truth: { taskDefinition: 'web:2', waitsFor: 'hook', healthyCount: 2 },
};
