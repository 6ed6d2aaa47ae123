import { networkShifted } from '../given-shift';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a listener of a Network Load Balancer is moved from one target group to the other',
  fixture: { service: networkShifted, configuration: { strategy: 'BLUE_GREEN' } },
  expected: {
    verdict: 'succeeded',
    exitCode: 0,
    words: ['no problems found', 'production 100 %'],
    changes: ['RegisterTaskDefinition', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
