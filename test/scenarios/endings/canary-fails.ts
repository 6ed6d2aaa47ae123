import { alarms } from '../givens';
import { shifted } from '../given-shift';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'an alarm goes off while a canary has 5 % of the traffic',
  fixture: {
    service: shifted,
    configuration: {
      ...alarms,
      strategy: 'CANARY',
      canaryConfiguration: { canaryPercent: 5, canaryBakeTimeInMinutes: 7 },
      bakeTimeInMinutes: 6,
    },
  },
  during: { 240: ({ aws }) => aws.world.setAlarm('errors', 'ALARM') },
  expected: {
    verdict: 'rolled-back',
    words: ['production 5 %', 'a CloudWatch alarm went off: errors', 'web:1 serves again (verified)'],
    changes: ['RegisterTaskDefinition', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
