import { heldOnTestTraffic } from '../given-test-traffic';
import { deployedToTheGate } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the continue job is pressed at the hook of the test traffic, and asks before it answers',
  argv: ['continue'],
  fixture: heldOnTestTraffic(),
  given: deployedToTheGate,
  testSite: [500],
  expected: {
    verdict: 'rolled-back',
    words: ['on test traffic, before production traffic: ', 'told ECS to roll back'],
    absent: ['told ECS to go on', 'production 100 %'],
    changes: ['ContinueServiceDeployment'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2, isRolloutInFlight: false, deploymentsEver: 2 },
};
