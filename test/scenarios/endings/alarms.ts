import { alarms } from '../given/givens';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  'alarm-before': {
    what: 'the alarm is in ALARM before the deployment begins, so ECS ignores it to the end',
    covers: ['A7 alarm + rollback'],
    fixture: { configuration: alarms },
    given: ({ aws }) => aws.world.setAlarm('errors', 'ALARM'),
    expected: {
      verdict: 'succeeded',
      words: [
        'an alarm is in ALARM already, so ECS ignores all of them',
        'errors: HTTPCode_Target_5XX_Count > 10',
      ],
    },
    truth: { taskDefinition: 'web:2', healthyCount: 2 },
  },
  'alarm-in-the-bake': {
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
  },
  'alarm-rollback': {
    what: 'an alarm goes off while the new tasks serve already',
    covers: ['A7 alarm + rollback'],
    fixture: { configuration: alarms },
    during: { 150: ({ aws }) => aws.world.setAlarm('errors', 'ALARM') },
    expected: {
      verdict: 'rolled-back',
      words: [
        'a CloudWatch alarm went off: errors',
        'HTTPCode_Target_5XX_Count > 10',
        'see in CloudWatch what the alarm watches',
      ],
      changes: ['RegisterTaskDefinition', 'UpdateService'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
};
