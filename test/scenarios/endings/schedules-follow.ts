import { scheduled, schedules } from '../given-schedules';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a schedule and a rule run the new revision once it is verified',
  env: schedules,
  given: scheduled,
  expected: {
    verdict: 'succeeded',
    words: [
      'schedule default/nightly runs web:2 now, was web:1',
      'rule default/cleanup runs web:2 now, was web:1',
    ],
    changes: ['RegisterTaskDefinition', 'UpdateService', 'UpdateSchedule', 'PutTargets'],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2 },
};
