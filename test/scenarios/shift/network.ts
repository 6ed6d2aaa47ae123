import { networkShifted } from '../given/shift';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  'network-canary': {
    what: 'a canary behind a Network Load Balancer waits at each stage, and for the canary besides',
    fixture: { service: networkShifted, configuration: { strategy: 'CANARY' } },
    env: { ECS_CD_TIMEOUT: '5m' },
    expected: {
      verdict: 'succeeded',
      words: ["takes       50 min by the service's configuration: 10 min of canary, up to 10 min a stage"],
      changes: ['RegisterTaskDefinition', 'UpdateService'],
    },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
  'network-load-balancer': {
    what: 'a listener of a Network Load Balancer is moved from one group to the other, ten minutes a stage',
    fixture: { service: networkShifted, configuration: { strategy: 'BLUE_GREEN' } },
    expected: {
      verdict: 'succeeded',
      words: [
        'no problems found',
        "takes       30 min by the service's configuration: up to 10 min a stage (Network Load Balancer)",
        'waiting for the Network Load Balancer, which ECS gives 10 min at this stage; this takes no time off',
        'production 100 %',
      ],
      changes: ['RegisterTaskDefinition', 'UpdateService'],
    },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
};
