import { alarms } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
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
};
