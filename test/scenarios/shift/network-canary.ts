import { networkShifted } from '../given-shift';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a canary behind a Network Load Balancer waits at each stage, and for the canary besides',
  fixture: { service: networkShifted, configuration: { strategy: 'CANARY' } },
  env: { ECS_CD_TIMEOUT: '5m' },
  expected: {
    verdict: 'succeeded',
    words: ["takes       50 min by the service's configuration: 10 min of canary, up to 10 min a stage"],
    changes: ['RegisterTaskDefinition', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
