import { heldOnTestTraffic } from '../given-test-traffic';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the job may not answer the hook of a release that answers wrong',
  fixture: heldOnTestTraffic(),
  given: ({ aws }) =>
    aws.faults.add({ operation: 'ContinueServiceDeployment', kind: 'access-denied', times: Infinity }),
  testSite: [500],
  expected: {
    verdict: 'rolled-back',
    words: ['ecs:ContinueServiceDeployment', 'asked ECS to roll the deployment back to web:1'],
    changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2, isRolloutInFlight: false, deploymentsEver: 2 },
};
