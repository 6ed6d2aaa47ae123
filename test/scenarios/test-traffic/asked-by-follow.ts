import { heldOnTestTraffic } from '../given-test-traffic';
import { deployedToTheGate } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the deploy job left the hook waiting, and the follow job asks the release there',
  argv: ['follow'],
  fixture: heldOnTestTraffic(),
  given: deployedToTheGate,
  testSite: [200],
  expected: {
    verdict: 'succeeded',
    words: ['test traffic: health check: passed', 'told ECS to go on'],
    changes: ['ContinueServiceDeployment'],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2, isRolloutInFlight: false },
};
