import { scheduled, schedules } from '../given/schedules';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  'schedules-follow': {
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
  },
  'schedules-go-back': {
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
  },
  'schedules-in-the-plan': {
    what: 'somebody looks what a deployment with schedules would do',
    argv: ['plan'],
    env: schedules,
    given: scheduled,
    expected: {
      verdict: 'changes',
      words: ['schedule default/nightly runs web:1'],
      changes: [],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
};
