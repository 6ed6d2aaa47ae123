import { heldOnTestTraffic } from '../given-test-traffic';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'ECS takes the answer to the hook, and its reply is lost',
  fixture: heldOnTestTraffic(),
  given: ({ aws }) => aws.faults.add({ operation: 'ContinueServiceDeployment', kind: 'lost-reply' }),
  testSite: [500],
  expected: { verdict: 'rolled-back', words: ['it answered 500'] },
  truth: { taskDefinition: 'web:1', healthyCount: 2, isRolloutInFlight: false, deploymentsEver: 2 },
};
