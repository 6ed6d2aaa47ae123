import { alarms } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the alarm goes off in the eighteenth minute of a bake, after the deadline',
  fixture: { configuration: { ...alarms, bakeTimeInMinutes: 20 } },
  during: { 1080: ({ aws }) => aws.world.setAlarm('errors', 'ALARM') },
  expected: {
    verdict: 'rolled-back',
    exitCode: 6,
    words: ['waiting for the end of the bake time'],
    absent: ['asked ECS to roll'],
    changes: ['RegisterTaskDefinition', 'UpdateService'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
