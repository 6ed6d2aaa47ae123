import { scheduled, schedules } from '../given-schedules';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a person takes back a deployment that schedules followed',
  argv: ['rollback'],
  env: schedules,
  given: async (fixture) => {
    scheduled(fixture);
    await fixture.deploy({ env: schedules });
  },
  expected: {
    verdict: 'succeeded',
    words: ['schedule default/nightly runs web:1 now, was web:2'],
    changes: ['UpdateService', 'UpdateSchedule', 'PutTargets'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
