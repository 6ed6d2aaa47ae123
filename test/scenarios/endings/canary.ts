import { shifted } from '../given-shift';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a canary deployment waits with 5 % of the traffic for longer than the deadline is, and bakes after that',
  fixture: {
    service: shifted,
    configuration: {
      strategy: 'CANARY',
      canaryConfiguration: { canaryPercent: 5, canaryBakeTimeInMinutes: 7 },
      bakeTimeInMinutes: 6,
    },
  },
  env: { ECS_CD_TIMEOUT: '5m' },
  expected: {
    verdict: 'succeeded',
    words: ['production 5 %', 'after 7 min', 'waiting for the end of the bake time, until about '],
    changes: ['RegisterTaskDefinition', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
