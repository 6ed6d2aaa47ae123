import { alarms } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the alarm goes off in the seventh minute of a bake, after the deadline',
  fixture: { configuration: { ...alarms, bakeTimeInMinutes: 8 } },
  env: { ECS_CD_TIMEOUT: '5m' },
  during: { 420: ({ aws }) => aws.world.setAlarm('errors', 'ALARM') },
  expected: {
    verdict: 'rolled-back',
    words: ['waiting for the end of the bake time'],
    absent: ['asked ECS to roll'],
    changes: ['RegisterTaskDefinition', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
