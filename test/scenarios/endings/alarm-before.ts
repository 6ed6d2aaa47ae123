import { alarms } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the alarm is in ALARM before the deployment begins',
  covers: ['A7 alarm + rollback'],
  fixture: { configuration: alarms },
  given: ({ aws }) => aws.world.setAlarm('errors', 'ALARM'),
  expected: { verdict: 'rolled-back', exitCode: 6, words: ['errors'] },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
