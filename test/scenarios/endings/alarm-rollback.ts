import { alarms } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
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
};
