import { heldOnTestTraffic } from '../given-test-traffic';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'nothing answers on test traffic',
  fixture: heldOnTestTraffic(),
  testSite: ['hang-up'],
  env: { ECS_CD_ROLLBACK: 'off' },
  expected: {
    verdict: 'rolled-back',
    words: ['the connection was closed without an answer', 'fix         look at what the application logs'],
    absent: ['production 100 %'],
    changes: ['RegisterTaskDefinition', 'UpdateService', 'ContinueServiceDeployment'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2, isRolloutInFlight: false, deploymentsEver: 2 },
};
