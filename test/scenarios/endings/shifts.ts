import { shifted } from '../given/shift';
import { alarms } from '../given/givens';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  canary: {
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
  },
  'canary-fails': {
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
  },
  linear: {
    what: 'a linear deployment shifts the traffic as AWS does it unless it is told otherwise, in 54 minutes',
    fixture: { service: shifted, configuration: { strategy: 'LINEAR' } },
    expected: {
      verdict: 'succeeded',
      words: [
        'production 10 %',
        'production 90 %',
        'waiting for the next step of the traffic shift, after 6 min',
        'this takes no time off ECS_CD_TIMEOUT',
      ],
      changes: ['RegisterTaskDefinition', 'UpdateService'],
    },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
};
